// What scrolls sideways in a frame of its own can be scrolled by keyboard.
function reach() {
  for (const frame of document.querySelectorAll("article .table-wrapper, article pre")) {
    if (frame.scrollWidth > frame.clientWidth) {
      frame.tabIndex = 0;
    } else {
      frame.removeAttribute("tabindex");
    }
  }
}
addEventListener("load", reach);
addEventListener("resize", reach);
