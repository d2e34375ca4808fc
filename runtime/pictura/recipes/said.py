"""Knows how a job's request is told to people, field by field. It knows no page and no terminal."""

from pictura.job import Job, ProjectFile, Upstream, UpstreamTask
from pictura_core.data import canonical, is_array

_PROMPT = "prompt"


def request_texts(job: Job) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Give the prompt, empty if there is none, and everything else that a request says."""
    texts = {name: _text(value) for name, value in job.request.items()}
    prompt = texts.pop(_PROMPT, "")
    return prompt, tuple(texts.items())


def _text(value: object) -> str:
    match value:
        case str():
            return value
        case ProjectFile():
            return value.path
        case Upstream():
            return f"{value.job} #{value.picture}"
        case UpstreamTask(picture, button):
            what = f"button {button}" if button else "task"
            return f"{what} of {picture.job}"
        case _ if is_array(value):
            return ", ".join(_text(one) for one in value)
        case _:
            return canonical(value).decode(errors="replace")
