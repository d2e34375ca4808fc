"""What is derived from pictures lies beside them, costs nothing, and respects people's edits."""

import json
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image, ImageDraw
from tests.runtime.run.conftest import Project, Server, images, recipe

JOB = "otter[mood=calm]"
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
Kind = Literal["PNG", "JPEG", "WEBP"]


def drawn(kind: Kind = "PNG", mode: str = "RGB", **options: object) -> bytes:
    """Draw a circle on a field of 300 by 200."""
    picture = Image.new(mode, (300, 200), "navy")
    ImageDraw.Draw(picture).ellipse((50, 50, 150, 150), "khaki")
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def opened(path: Path) -> Image.Image:
    """Open a picture and decode it."""
    with Image.open(path) as picture:
        picture.load()
        return picture


def xmp_of(path: Path) -> str:
    """Find the packet by Pillow, as other tools read it."""
    with Image.open(path) as picture:
        found = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    return found.decode() if isinstance(found, bytes) else str(found)


def write(project: Project, *keys: str) -> None:
    """Write a recipe with further keys of its step."""
    project.write(recipe("calm", extra="".join(f"    {key}\n" for key in keys)))


def test_derived_files_lie_beside_the_picture(project: Project, server: Server) -> None:
    """`convert`, `resize` and `thumbnail` make files beside the picture, which stays as paid."""
    server.answer = lambda _: images(drawn())
    write(project, "convert: webp", "resize: {width: 150}", "thumbnail: 64")
    assert project.run().status == 0
    folder = project.root / "images"
    assert sorted(project.pictures()) == ["calm.derived.webp", "calm.png", "calm.thumbnail.webp"]
    assert (folder / "calm.png").read_bytes() == drawn()
    small, tiny = opened(folder / "calm.derived.webp"), opened(folder / "calm.thumbnail.webp")
    assert (small.format, small.size, tiny.size) == ("WEBP", (150, 100), (64, 43))
    assert [v["action"] for v in project.plan().values[:1]] == ["keep"]
    lock = (project.root / "otters.lock.json").read_bytes()
    done = project.run()
    assert (done.status, done.summary["kept"], len(server.posts)) == (0, 1, 1)
    assert (project.root / "otters.lock.json").read_bytes() == lock


def test_another_wish_costs_nothing(project: Project, server: Server) -> None:
    """Changing only what is derived derives anew and asks nothing; a lost file comes back."""
    server.answer = lambda _: images(drawn())
    write(project, "thumbnail: 64")
    assert project.run().status == 0
    write(project, "thumbnail: 32", "convert: jpeg")
    assert project.plan().job(JOB)["action"] == "restore"
    done = project.run()
    assert (done.status, done.summary["restored"], len(server.posts)) == (0, 1, 1)
    folder = project.root / "images"
    assert opened(folder / "calm.thumbnail.jpg").size == (32, 21)
    assert opened(folder / "calm.derived.jpg").size == (300, 200)
    before = (folder / "calm.derived.jpg").read_bytes()
    (folder / "calm.derived.jpg").unlink()
    assert project.run().status == 0
    assert (folder / "calm.derived.jpg").read_bytes() == before
    write(project)
    assert (project.run().status, len(server.posts)) == (0, 1)
    assert "derived" not in project.lock()["jobs"][JOB]


def test_edited_derived_files_are_left_alone(project: Project, server: Server) -> None:
    """A derived file that a person edited is reported and kept; `--force` makes it anew."""
    server.answer = lambda _: images(drawn())
    write(project, "thumbnail: 64")
    assert project.run().status == 0
    file = project.root / "images" / "calm.thumbnail.webp"
    file.write_bytes(b"mine")
    write(project, "thumbnail: 32")
    done = project.run()
    assert done.job(JOB)["code"] == "drifted"
    assert file.read_bytes() == b"mine"
    assert project.run("--force").status == 0
    assert opened(file).size == (32, 21)


def test_a_stranger_beside_is_not_overwritten(project: Project, server: Server) -> None:
    """A file that was never made here is left alone although its name is that of a derived one."""
    server.answer = lambda _: images(drawn())
    (project.root / "images").mkdir()
    (project.root / "images" / "calm.thumbnail.webp").write_bytes(b"a stranger's")
    write(project, "thumbnail: 64")
    done = project.run()
    assert done.job(JOB)["code"] == "drifted"
    assert project.pictures() == {"calm.png": drawn(), "calm.thumbnail.webp": b"a stranger's"}


def test_a_sidecar_tells_where_a_picture_comes_from(project: Project, server: Server) -> None:
    """`provenance: sidecar` writes a JSON file beside the picture."""
    server.answer = lambda _: images(drawn())
    write(project, "provenance: sidecar")
    assert project.run().status == 0
    told = json.loads((project.root / "images" / "calm.provenance.json").read_text())
    assert (told["recipe"], told["step"], told["job"]) == ("otters", "otter", JOB)
    assert (told["model"], told["prompt"]) == ("dall-e-3", "an otter, calm")
    assert told["digital_source_type"] == "trainedAlgorithmicMedia"
    assert told["digest"] == project.lock()["jobs"][JOB]["digest"]
    assert project.run().summary["kept"] == 1


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_provenance_is_embedded(project: Project, server: Server, kind: Kind) -> None:
    """`provenance: embed` makes a copy with the words in it, and not one pixel is different."""
    server.answer = lambda _: images(drawn(kind))
    write(project, "provenance: embed", "thumbnail: 64")
    assert project.run().status == 0
    ending = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}[kind]
    folder = project.root / "images"
    assert (folder / f"calm.{ending}").read_bytes() == drawn(kind)
    for name in (f"calm.provenance.{ending}", "calm.thumbnail.webp"):
        assert SOURCE_TYPE in xmp_of(folder / name)
        assert "an otter, calm" in xmp_of(folder / name)
    there, copy = opened(folder / f"calm.{ending}"), opened(folder / f"calm.provenance.{ending}")
    assert there.tobytes() == copy.tobytes()


@pytest.mark.parametrize("lossless", [True, False])
def test_a_transparent_webp_stays_transparent(
    project: Project, server: Server, *, lossless: bool
) -> None:
    """The header that a simple WebP gets knows of its transparency."""
    server.answer = lambda _: images(drawn("WEBP", "RGBA", lossless=lossless))
    write(project, "provenance: embed")
    assert project.run().status == 0
    copy = opened(project.root / "images" / "calm.provenance.webp")
    assert copy.tobytes() == opened(project.root / "images" / "calm.webp").tobytes()
    assert SOURCE_TYPE in xmp_of(project.root / "images" / "calm.provenance.webp")


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="there is no exiftool here")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_exiftool_reads_it(project: Project, server: Server, kind: Kind) -> None:
    """The real exiftool finds the fields and has no complaint about the file."""
    server.answer = lambda _: images(drawn(kind))
    write(project, "provenance: embed")
    assert project.run().status == 0
    (file,) = (project.root / "images").glob("calm.provenance.*")
    words = ["exiftool", "-j", "-n", "-validate", "-warning", "-XMP:all", str(file)]
    (told,) = json.loads(subprocess.run(words, capture_output=True, check=True).stdout)
    assert told["DigitalSourceType"] == SOURCE_TYPE
    assert told["Description"] == "an otter, calm"
    assert (told["CreatorTool"], told["Job"]) == ("Pictura", JOB)
    assert "Warning" not in told, told


def test_a_signed_picture_is_not_touched(project: Project, server: Server) -> None:
    """A picture with a C2PA box gets no copy with provenance, and the run says so, once."""
    plain = drawn()
    box = b"\x00\x00\x00\x04caBXc2pa\x00\x00\x00\x00"
    signed = plain[:33] + box + plain[33:]
    server.answer = lambda _: images(signed)
    write(project, "provenance: embed")
    done = project.run()
    assert done.status == 0
    assert "C2PA" in str(done.job(JOB)["reason"])
    assert project.pictures() == {"calm.png": signed}
    done = project.run()
    assert (done.status, done.summary["kept"], len(server.posts)) == (0, 1, 1)


def test_nobody_pays_for_an_upstream_picture_again(project: Project, server: Server) -> None:
    """What is derived upstream does not change the requests downstream."""
    server.answer = lambda _: images(drawn())
    night = """\
  - id: night
    each: otter
    uses: createImageEdit
    with: {model: gpt-image-2, image: "{{ image }}", prompt: At night}
"""
    project.write(recipe("calm") + night)
    assert project.run().status == 0
    project.write(recipe("calm", extra="    thumbnail: 64\n    provenance: embed\n") + night)
    assert (project.run().status, len(server.posts)) == (0, 2)


def test_copies_are_shown_and_cleaned(project: Project, server: Server) -> None:
    """`show` knows a copy by its bytes, and `clean` deletes those of former jobs."""
    server.answer = lambda _: images(drawn())
    write(project, "thumbnail: 64", "provenance: sidecar")
    assert project.run().status == 0
    moved = project.root / "moved.webp"
    shutil.copy(project.root / "images" / "calm.thumbnail.webp", moved)
    done = project.pictura("show", "moved.webp")
    assert (done.status, JOB in done.out) == (0, True), done.out
    assert "calm.thumbnail.webp, calm.provenance.json" in done.out
    server.answer = lambda _: images(drawn("JPEG"))
    project.write(recipe("stormy"))
    assert project.run().status == 0
    assert project.pictura("clean", "otters.yaml", "--yes").status == 0
    assert list(project.pictures()) == ["stormy.jpg"]
