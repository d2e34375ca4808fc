// Filters the page and shows one picture at a time. Without it everything can still be read.
"use strict";

const figures = [...document.querySelectorAll("figure")];
const tools = document.querySelector(".tools");
const dialog = document.querySelector("dialog");
const { words, size, theme, shown } = tools.elements;
const buttons = Object.fromEntries([...dialog.querySelectorAll("button")].map((b) => [b.name, b]));
let open = null;

// What a figure says, in small letters; read when somebody filters for the first time.
let texts = null;
const told = () => {
  texts ??= figures.map((figure) => {
    const named = figure.closest("section.step").querySelector("h3").textContent;
    const alike = figure.closest("section.step").querySelector(".common")?.textContent ?? "";
    return `${figure.dataset.recipe} ${named} ${alike} ${figure.textContent}`.toLowerCase();
  });
  return texts;
};

const remember = (name, value) => {
  try { localStorage.setItem(`pictura-${name}`, value); } catch { /* no storage: not remembered */ }
};
const remembered = (name) => {
  try { return localStorage.getItem(`pictura-${name}`); } catch { return null; }
};

const filter = () => {
  const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  figures.forEach((figure, at) => {
    const fits = wanted.every((word) => told()[at].includes(word));
    figure.hidden = !fits;
    count += fits;
  });
  for (const section of document.querySelectorAll("section.step, section.recipe")) {
    section.hidden = !section.querySelector("figure:not([hidden])");
  }
  for (const row of document.querySelectorAll("tbody tr")) {
    row.hidden = !row.querySelector("figure:not([hidden])");
  }
  shown.textContent = wanted.length ? `${count} of ${figures.length}` : "";
};

const reachable = () => figures.filter((figure) => !figure.hidden && figure.querySelector("a.picture"));

const show = (figure) => {
  if (!figure) return;
  open = figure;
  const image = dialog.querySelector(".stage img");
  const link = figure.querySelector("a.picture");
  image.src = link.getAttribute("href");
  image.alt = link.querySelector("img").alt;
  const plate = dialog.querySelector(".plate");
  const alike = figure.closest("section.step").querySelector("p.common");
  plate.replaceChildren(...[figure.querySelector(".facts"), alike].filter(Boolean).map((one) => one.cloneNode(true)));
  const all = reachable();
  dialog.querySelector(".at").textContent = `${all.indexOf(figure) + 1} of ${all.length}`;
  if (!dialog.open) dialog.showModal();
  history.replaceState(null, "", `#${figure.id}`);
};

const step = (by) => {
  const all = reachable();
  show(all[(all.indexOf(open) + by + all.length) % all.length]);
};

const about = () => {
  const plate = dialog.querySelector(".plate");
  plate.hidden = !plate.hidden;
  buttons.about.setAttribute("aria-pressed", String(!plate.hidden));
};

tools.hidden = false;
tools.addEventListener("submit", (event) => event.preventDefault());
words.addEventListener("input", filter);
size.addEventListener("input", () => {
  document.documentElement.style.setProperty("--side", `${size.value}px`);
  remember("size", size.value);
});
theme.addEventListener("change", () => {
  document.documentElement.dataset.theme = theme.value;
  remember("theme", theme.value);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.picture");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  show(link.closest("figure"));
});
buttons.previous.addEventListener("click", () => step(-1));
buttons.next.addEventListener("click", () => step(1));
buttons.about.addEventListener("click", about);
buttons.close.addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => {
  history.replaceState(null, "", location.pathname + location.search);
  open?.querySelector("a.picture").focus();
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (!dialog.open) {
    if (event.key === "/" && event.target !== words) { event.preventDefault(); words.focus(); }
    if (event.key === "Escape" && event.target === words) { words.value = ""; filter(); }
    return;
  }
  const keys = {
    ArrowLeft: () => step(-1), ArrowRight: () => step(1), i: about,
    Home: () => show(reachable()[0]), End: () => show(reachable().at(-1)),
  };
  if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
});

const side = remembered("size");
if (side && Number(side) >= Number(size.min) && Number(side) <= Number(size.max)) {
  size.value = side;
  document.documentElement.style.setProperty("--side", `${side}px`);
}
const chosen = remembered("theme");
if (chosen === "light" || chosen === "dark") {
  theme.value = chosen;
  document.documentElement.dataset.theme = chosen;
}
const linked = document.getElementById(location.hash.slice(1));
if (linked?.matches("figure") && linked.querySelector("a.picture")) show(linked);
