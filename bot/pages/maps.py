"""Links that a map app opens at a spot."""

from __future__ import annotations

from urllib.parse import quote


def map_link(title: str, lng: float, lat: float) -> str:
    """The address that shows a spot (GCJ-02) with its title on a map."""
    name = quote(title, safe="")
    return f"https://apis.map.qq.com/uri/v1/marker?marker=coord:{lat:.6f},{lng:.6f};title:{name};addr:{name}&referer=linli"
