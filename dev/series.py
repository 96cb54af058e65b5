"""What each Odoo series needs: a row for each, in which alone they differ for `dev` and the tests.

How a series is added: docs/explanation/series.rst, *A new series*.
"""

from dataclasses import dataclass, field

# The packages link JavaScript and fonts that other packages carry. Without them the web client
# answers 500. Font Awesome 7 has other file names than the 4.7 that both series ask for.
FONT_AWESOME = ("bookworm", ["fonts-font-awesome"])


@dataclass(frozen=True)
class Recipe:
    """
    :param requirements: Odoo's Python packages, a file of dev/requirements
    :param pythons: the versions of Python that it runs on with these packages, best first
    :param packages: what Debian's archive has of it; empty: ODOO_PATH_… says where one lies
    :param lowest: the lowest versions of what the addon needs that can run there, for a test
    :param installs_loaded: the addon has to be loaded server-wide when it is installed
    :param is_run: the suite has run on it; the others are written for from its sources
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
    is_run: bool = True


# setuptools' own distutils warns at each use of LooseVersion, which Odoo logs.
STDLIB_DISTUTILS = {"SETUPTOOLS_USE_DISTUTILS": "stdlib"}

RECIPES = {
    # Their safe_eval does not know the byte code of 3.9: no domain with "in" could be evaluated.
    "12.0": Recipe(
        requirements="odoo12.txt",
        pythons=("3.7",),
        gevent_port="longpolling_port",
        lowest="lowest14.txt",
        env=STDLIB_DISTUTILS,
        installs_loaded=True,  # it looks for modules by the names of packages, see restapi/compat
    ),
    "13.0": Recipe(
        requirements="odoo13.txt",
        pythons=("3.7",),
        gevent_port="longpolling_port",
        lowest="lowest14.txt",
        env=STDLIB_DISTUTILS,
    ),
    # These know no byte code of newer ones.
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
        is_run=False,
    ),
}
SERIES = sorted(RECIPES, reverse=True)
# The newest that Debian's archive carries: what is used when nothing is said.
USUAL = max(series for series, recipe in RECIPES.items() if recipe.packages)
