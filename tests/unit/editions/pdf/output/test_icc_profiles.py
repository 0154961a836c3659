"""The profile of black ink is one that colour programs understand, and tells the truth of ink."""

from __future__ import annotations

import io

from PIL import Image, ImageCms

from florilegium.editions.pdf.output.icc_profiles import black_profile, four_colours, srgb


def test_the_profile_is_read_as_a_printers_in_one_ink() -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(black_profile())).profile
    assert (profile.device_class.strip(), profile.xcolor_space.strip()) == ("prtr", "GRAY")
    assert "dot gain 20 %" in profile.profile_description


def test_a_tint_of_one_half_comes_out_darker_than_half() -> None:
    """Half the dots cover 70 % of the paper, so three tenths of the light come back."""
    black = ImageCms.ImageCmsProfile(io.BytesIO(black_profile()))
    screen = ImageCms.createProfile("sRGB")
    turn = ImageCms.buildTransform(black, screen, "L", "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC)
    shown = [
        ImageCms.applyTransform(Image.new("L", (1, 1), tint), turn).getpixel((0, 0)) for tint in (0, 128, 255)
    ]
    assert shown[0] == (0, 0, 0)
    assert min(shown[2]) >= 254
    light = ((shown[1][0] / 255 + 0.055) / 1.055) ** 2.4
    assert abs(light - 0.30) < 0.02


def test_the_other_profiles_are_what_they_are_called() -> None:
    assert srgb()[12:20] == b"mntrRGB "
    condition = four_colours()
    assert condition.profile[12:20] == b"prtrCMYK"
    assert condition.colours == 4
