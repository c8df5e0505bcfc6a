"""Light and paper of a page: grey paper made white, shadows and uneven light taken out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from textmine.documents.scan_image import Picture

_WHITE = 235
"""A page whose paper is nowhere darker than this is left as it is."""

_AIM = 250.0


def evened(picture: Picture) -> Picture:
    """Return the picture as if its paper were white and the light even, colour by colour."""
    ground = np.stack([paper(np.ascontiguousarray(picture[:, :, i])) for i in range(3)], axis=2)
    if ground.min() >= _WHITE:
        return picture
    return np.clip(picture * (_AIM / np.maximum(ground, 1.0)), 0, 255).astype(np.uint8)


def paper(gray: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Return the level of the paper at each pixel: the light of the surroundings, print and lines left out."""
    import cv2

    small = cv2.resize(gray, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    light = cv2.dilate(small, np.ones((5, 5), np.uint8))
    smooth = cv2.blur(cv2.medianBlur(light, 31), (15, 15))
    return np.asarray(cv2.resize(smooth, gray.shape[::-1], interpolation=cv2.INTER_LINEAR), dtype=np.float32)
