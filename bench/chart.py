"""SVG charts without a background and with medium colours, which suit light and dark pages."""

import math
from collections.abc import Sequence
from html import escape

COLOURS = ("#3a86c8", "#d98324", "#6a9f3d", "#9b5fb5")
INK = "#808080"
FONT = 'font-family="system-ui, sans-serif" font-size="12"'
WIDTH = 760
LEFT = 210
BAR = 11
GAP = 14
PLOT = 480
MAX_RATIO = 1.6  # longer bars are cut off; their label shows the ratio


def bars(title: str, names: Sequence[str], rows: dict[str, list[float | None]]) -> str:
    """A chart with horizontal bars for ratios and a line at 1. Bars left of the line are faster.

    :param names: legend of the bars in each row
    """
    parts, y = _legend(title, names), 64.0
    for row, ratios in rows.items():
        height = BAR * len(ratios)
        parts.append(_text(LEFT - 10, y + height / 2 + 4, row, "end"))
        for number, value in enumerate(ratios):
            if value is not None:
                parts.append(_bar(y + number * BAR, value, COLOURS[number]))
        y += height + GAP
    one = LEFT + PLOT / MAX_RATIO
    parts.append(
        f'<path d="M{one:.1f} 52V{y - GAP + 4:.0f}" stroke="{INK}" stroke-dasharray="3 3"/>'
    )
    return _svg(y, parts)


def _bar(y: float, value: float, colour: str) -> str:
    width = PLOT * min(value, MAX_RATIO) / MAX_RATIO
    return (
        f'<rect x="{LEFT}" y="{y:.0f}" width="{width:.1f}" height="{BAR - 1}" fill="{colour}"/>'
        + _text(LEFT + width + 5, y + BAR - 2, f"{value:.2f}", size=10)
    )


def lines(title: str, x_title: str, series: dict[str, list[tuple[float, float]]]) -> str:
    """A line chart of milliseconds against a number, both on logarithmic scales."""
    points = [point for line in series.values() for point in line]
    x_low, x_high = min(x for x, _ in points), max(x for x, _ in points)
    y_low = 10 ** math.floor(math.log10(min(y for _, y in points)))
    y_high = 10 ** math.ceil(math.log10(max(y for _, y in points) * 1.05))
    top, bottom, left, right = 64.0, 304.0, 70.0, WIDTH - 40.0

    def place(x: float, y: float) -> tuple[float, float]:
        across = math.log(x / x_low) / math.log(x_high / x_low)
        up = math.log(y / y_low) / math.log(y_high / y_low)
        return left + across * (right - left), bottom - up * (bottom - top)

    parts = _legend(title, list(series))
    for y in _decades(y_low, y_high):
        level = place(x_low, y)[1]
        parts.append(f'<path d="M{left} {level:.1f}H{right}" stroke="{INK}" stroke-opacity=".3"/>')
        parts.append(_text(left - 8, level + 4, f"{y:g} ms", "end"))
    for x in sorted({x for x, _ in points}):
        parts.append(_text(place(x, y_low)[0], bottom + 18, f"{x:,.0f}", "middle"))
    parts.append(_text((left + right) / 2, bottom + 38, x_title, "middle"))
    for colour, line in zip(COLOURS, series.values(), strict=False):
        spots = [place(x, y) for x, y in line]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in spots]
    return _svg(bottom + 48, parts)


def _decades(low: float, high: float) -> list[float]:
    return [10**n for n in range(round(math.log10(low)), round(math.log10(high)) + 1)]


def _legend(title: str, names: Sequence[str]) -> list[str]:
    parts = [_text(8, 20, title, size=14)]
    for number, name in enumerate(names):
        x = 8 + number * 180
        parts.append(f'<rect x="{x}" y="32" width="12" height="12" fill="{COLOURS[number]}"/>')
        parts.append(_text(x + 18, 42, name))
    return parts


def _text(x: float, y: float, text: str, anchor: str = "start", size: int = 12) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}"'
    return f'<text {place} fill="{INK}">{escape(text)}</text>'


def _svg(height: float, parts: list[str]) -> str:
    size = f'width="{WIDTH}" height="{height:.0f}" viewBox="0 0 {WIDTH} {height:.0f}"'
    body = "\n".join(parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {FONT}>\n{body}\n</svg>\n'
