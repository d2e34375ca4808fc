"""What a request costs, by the generated table."""

from typing import Any

import pytest

from ezlink.table import API
from pictura_core.operation import price_of

PRICES: list[tuple[str, dict[str, Any], float | None]] = [
    ("generateSd3", {}, 0.065),
    ("generateSd3", {"model": "sd3-medium"}, 0.035),
    ("upscaleConservative", {}, 0.03),
    ("startImageToVideo", {}, 0.20),
    ("controlStyle", {}, 0.04),
    ("submitImagine", {"prompt": "a cat"}, 0.036),
    ("submitImagine", {"prompt": "a cat --relax"}, 0.012),
    ("submitImagine", {"prompt": "a cat --turbo --ar 3:2"}, 0.08),
    ("submitShorten", {"prompt": "a cat"}, 0.018),
    ("submitAction", {"customId": "MJ::JOB::upsample::2::a"}, 0.018),
    ("submitAction", {"customId": "MJ::JOB::high_variation::1::a"}, 0.036),
    ("submitAction", {"customId": "MJ::Inpaint::1::a"}, 0),
    ("submitAction", {"customId": "MJ::Unheard::1::a"}, None),
    ("createFlux2Pro", {"width": 1024, "height": 1024}, 0.03),
    ("createFlux2Pro", {"width": 1024, "height": 1025}, 0.045),
    ("createFlux2Pro", {"width": 2048, "height": 2048}, 0.075),
    ("createFlux2Pro", {}, None),
    ("createFlux2Pro", {"width": 1024, "height": 1024, "input_image": "a.png"}, None),
    ("createFluxImage", {"model": "flux-pro-1.1"}, 0.04),
    ("createFluxImage", {"model": "flux-2-klein-9b-preview", "width": 64, "height": 64}, 0.015),
    ("createImageTask", {"model": "kling-v1"}, None),
    ("createVideo", {"model": "video-01"}, 0.45),
    ("createVideo", {"model": "veo-3.0-generate-preview"}, None),
    ("createSoraVideo", {}, None),
    ("createSpeech", {}, None),
]


@pytest.mark.parametrize(("operation", "request_", "usd"), PRICES)
def test_price(operation: str, request_: dict[str, Any], usd: float | None) -> None:
    """A request costs what the published tables say; where they are silent, nobody knows."""
    assert price_of(API.operations[operation], request_) == (
        None if usd is None else pytest.approx(usd)
    )
