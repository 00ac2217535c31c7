"""Lets the checker ask the Python that serves the app about itself.

Every Python in the observed container loads this file, because PYTHONPATH names its folder. Once Flask is
imported, a request for the path in SHIPSHAPE_OBSERVER is answered here; all others go on to the app.
"""

import importlib.machinery
import importlib.metadata
import json
import os
import re
import sys

secret_path = os.environ.get("SHIPSHAPE_OBSERVER", "")
# The app is to see the import path that it would have without an observer.
sys.path[:] = [folder for folder in sys.path if folder != os.path.dirname(__file__)]


def report(app):
    """What is to be known of the process that serves `app`, as JSON."""
    module = sys.modules.get(app.import_name)
    return json.dumps(
        {
            "version": sys.version.split()[0],
            "prefix": sys.prefix,
            "basePrefix": sys.base_prefix,
            "workingDirectory": os.getcwd(),
            "appDirectory": os.path.dirname(os.path.abspath(getattr(module, "__file__", "") or "")),
            "installed": {
                re.sub(r"[-_.]+", "-", found.metadata["Name"]).lower(): found.version
                for found in reversed(list(importlib.metadata.distributions()))
                if found.metadata["Name"]
            },
        }
    ).encode()


def observe(flask_class):
    """Answers the secret path in front of every app of this class."""
    serve = flask_class.__call__

    def observed(app, environ, start_response):
        if environ.get("PATH_INFO") != secret_path:
            return serve(app, environ, start_response)
        start_response("200 OK", [("Content-Type", "application/json")])
        return [report(app)]

    flask_class.__call__ = observed


class FlaskFinder:
    """Finds the module that defines Flask as usual, and has it observed once it is loaded."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name != "flask.app":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def load_and_observe(module):
                load(module)
                observe(module.Flask)

            spec.loader.exec_module = load_and_observe
        return spec


if secret_path:
    sys.meta_path.insert(0, FlaskFinder)
