"""The differences between Odoo's series that matter to `dev` and the tests, one row per series.

To add a series, see *A new series* in docs/explanation/series.rst.
"""

from dataclasses import dataclass, field

# Odoo's packages link to JavaScript and fonts in other packages. Without them the web client answers
# 500. Font Awesome 7 has other file names than 4.7, which both series need.
FONT_AWESOME = ("bookworm", ["fonts-font-awesome"])


@dataclass(frozen=True)
class Recipe:
    """
    :param requirements: Odoo's Python packages, a file of dev/requirements
    :param pythons: versions of Python that it runs on with these packages, best first
    :param packages: its packages in Debian's archive; if empty, ODOO_PATH_… must name a folder
    :param lowest: file with the lowest versions of the addon's dependencies that run there
    :param installs_loaded: the addon must be server-wide while it is installed
    :param is_tested: the test suite has run on it; otherwise only its sources were read
    """

    requirements: str
    pythons: tuple[str, ...]
    packages: list[tuple[str, list[str]]] = field(default_factory=list)
    demo_options: dict[str, object] = field(default_factory=dict)
    server_wide: list[str] = field(default_factory=list)
    gevent_port: str = "gevent_port"
    env: dict[str, str] = field(default_factory=dict)
    lowest: str = "lowest19.txt"
    installs_loaded: bool = False
    is_tested: bool = True


# distutils from setuptools warns about LooseVersion, which Odoo would log.
STDLIB_DISTUTILS = {"SETUPTOOLS_USE_DISTUTILS": "stdlib"}

RECIPES = {
    # Python 3.7, because their safe_eval rejects the bytecode of 3.9, such as that of `in`.
    "12.0": Recipe(
        requirements="odoo12.txt",
        pythons=("3.7",),
        gevent_port="longpolling_port",
        lowest="lowest14.txt",
        env=STDLIB_DISTUTILS,
        installs_loaded=True,  # it looks for modules by package name, see restapi/compat
    ),
    "13.0": Recipe(
        requirements="odoo13.txt",
        pythons=("3.7",),
        gevent_port="longpolling_port",
        lowest="lowest14.txt",
        env=STDLIB_DISTUTILS,
    ),
    # Up to Python 3.9, because their safe_eval rejects newer bytecode.
    "14.0": Recipe(
        requirements="odoo14.txt",
        pythons=("3.9", "3.8"),
        packages=[
            (
                "bullseye",
                [
                    "odoo-14",
                    "libjs-jquery",
                    "libjs-jquery-ui",
                    "libjs-underscore",
                    "fonts-roboto-unhinted",
                    "fonts-glyphicons-halflings",
                    "fonts-inconsolata",
                ],
            ),
            FONT_AWESOME,
        ],
        gevent_port="longpolling_port",
        lowest="lowest14.txt",
        env=STDLIB_DISTUTILS,
    ),
    "15.0": Recipe(
        requirements="odoo15.txt",
        pythons=("3.9", "3.8"),
        gevent_port="longpolling_port",
        lowest="lowest14.txt",
        env=STDLIB_DISTUTILS,
    ),
    "16.0": Recipe(requirements="odoo16.txt", pythons=("3.11", "3.10")),
    "17.0": Recipe(requirements="odoo17.txt", pythons=("3.11", "3.10")),
    "18.0": Recipe(requirements="odoo18.txt", pythons=("3.11", "3.12", "3.10")),
    "19.0": Recipe(
        requirements="odoo19.txt",
        pythons=("3.11", "3.12", "3.13", "3.10"),
        packages=[
            (
                "sid",
                [
                    "odoo-19",
                    "libjs-jquery",
                    "libjs-jquery-form",
                    "libjs-underscore",
                    "fonts-roboto-unhinted",
                    "fonts-montserrat",
                    "fonts-glyphicons-halflings",
                    "fonts-inconsolata",
                    "fonts-ocr-b",
                ],
            ),
            FONT_AWESOME,
        ],
        demo_options={"with_demo": True},
        server_wide=["rpc"],
    ),
    "20.0": Recipe(
        requirements="odoo20.txt",
        pythons=("3.12", "3.13"),
        demo_options={"with_demo": True},
        server_wide=["rpc"],
        is_tested=False,
    ),
}
SERIES = sorted(RECIPES, reverse=True)
# Used when SERIES is not set: the newest series in Debian's archive.
DEFAULT = max(series for series, recipe in RECIPES.items() if recipe.packages)
