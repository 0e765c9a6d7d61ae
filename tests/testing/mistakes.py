"""Plugins for tests of laws, made of a function each, and lists of those that break a law and no other."""

import re

import attrs
import pytest

import dailypapers.testing


def plugin(method, function, **attributes):
    """Make a plugin class of its one method and its attributes; another process can import it by its name."""
    body = {method: staticmethod(function), "__module__": function.__module__, **attributes}
    return attrs.frozen(type(function.__name__, (), body))


def mistakes_of(method):
    """Return a list of mistakes with their laws, and a decorator that notes one: a class, or its method alone."""
    mistakes = []

    def mistake(law, *marks, **attributes):
        def note(made):
            cls = made if isinstance(made, type) else plugin(method, made, **attributes)
            mistakes.append(pytest.param(cls, law, marks=marks, id=cls.__name__))
            return cls

        return note

    return mistakes, mistake


def laws_listed(check):
    """Return the laws that a function says it holds to: those of its kind, and those of every plugin."""
    return set(re.findall(r"- \*(.*?)\*: ", f"{check.__doc__}{dailypapers.testing.__doc__}"))
