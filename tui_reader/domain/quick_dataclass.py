"""Frozen dataclasses that cost nothing until one is made.

`dataclasses.dataclass(frozen=True, slots=True)` writes and compiles six methods for each class, 0.7 ms a class, and the
reader has some eighty of them on the way to its first frame: a tenth of the start. This decorator does the same for
the classes that start-up imports, but compiles `__init__` when the first value is made, and shares the other methods
between all classes. A type checker sees the decorator of the standard library.

It knows what our values use: fields with defaults and default factories, and inheritance from another such class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass

    __all__ = ["dataclass"]
else:
    import dataclasses
    import inspect
    from operator import attrgetter

    _set = object.__setattr__
    _DEFAULTS = "__quick_defaults__"

    def dataclass(*, frozen, slots):
        """A frozen dataclass with slots: what `dataclasses.dataclass(frozen=True, slots=True)` gives."""
        if not (frozen and slots):
            raise TypeError("only frozen dataclasses with slots are made here")
        return _made

    def _made(cls):
        defaults = {}
        for base in cls.__mro__[-1:0:-1]:
            defaults.update(base.__dict__.get(_DEFAULTS, {}))
        inherited = frozenset(defaults)
        own = {name: cls.__dict__.get(name, dataclasses.MISSING) for name in inspect.get_annotations(cls)}
        defaults.update(own)
        space = {name: value for name, value in cls.__dict__.items() if name not in own and name not in _LEFT_BEHIND}
        names = tuple(defaults)
        space["__slots__"] = tuple(name for name in own if name not in inherited)
        space["__match_args__"] = names
        space[_DEFAULTS] = defaults
        space["__dataclass_fields__"] = _Fields()
        space["__quick_values__"] = property(_values_of(names))
        for name, method in _SHARED.items():
            space.setdefault(name, method)
        made = type(cls)(cls.__name__, cls.__bases__, space)
        made.__qualname__ = cls.__qualname__
        return made

    def _values_of(names):
        if len(names) > 1:
            return attrgetter(*names)
        return (lambda self: (getattr(self, names[0]),)) if names else (lambda self: ())

    def _first_init(self, *args, **kwargs):
        # Stands in until the first value of a class is made. A class that inherits finds its own here, not its base's.
        made = type(self)
        made.__init__ = _init_of(made)
        made.__init__(self, *args, **kwargs)

    def _init_of(made):
        given = {"_set": _set, "_made": made}
        parameters, lines = [], []
        for name, default in getattr(made, _DEFAULTS).items():
            value = name
            if isinstance(default, dataclasses.Field):
                factory, default = default.default_factory, default.default
                if factory is not dataclasses.MISSING:
                    given[f"_factory_{name}"], default = factory, _FROM_FACTORY
                    value = f"_factory_{name}() if {name} is _from_factory else {name}"
            if default is dataclasses.MISSING:
                parameters.append(name)
            else:
                given[f"_default_{name}"] = default
                parameters.append(f"{name}=_default_{name}")
            lines.append(f" _set(self, {name!r}, {value})")
        given["_from_factory"] = _FROM_FACTORY
        if hasattr(made, "__post_init__"):
            lines.append(" self.__post_init__()")
        source = f"def __init__(self, {', '.join(parameters)}):\n" + ("\n".join(lines) or " pass")
        exec(source, given)  # noqa: S102 - as the standard library does; the names are those of the class
        init = given["__init__"]
        init.__qualname__ = f"{made.__qualname__}.__init__"
        return init

    class _Fields:
        """`__dataclass_fields__`, for `replace` and `fields`: asked of the standard library when first wanted."""

        def __get__(self, value, made):
            space = {name: d for name, d in getattr(made, _DEFAULTS).items() if d is not dataclasses.MISSING}
            for base in reversed(made.__mro__):
                space.setdefault("__annotations__", {}).update(inspect.get_annotations(base))
            found = dataclasses.dataclass(frozen=True)(type(made.__name__, (), space)).__dataclass_fields__
            made.__dataclass_fields__ = found
            return found

    def _eq(self, other):
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self.__quick_values__ == other.__quick_values__

    def _hash(self):
        return hash(self.__quick_values__)

    def _repr(self):
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{self.__class__.__qualname__}({shown})"

    def _refuse_set(self, name, value):
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def _refuse_del(self, name):
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    def _getstate(self):
        return list(self.__quick_values__)

    def _setstate(self, state):
        for name, value in zip(self.__match_args__, state, strict=True):
            _set(self, name, value)

    _FROM_FACTORY = object()
    _LEFT_BEHIND = frozenset({"__dict__", "__weakref__", "__annotate__", "__annotate_func__"})
    _SHARED = {
        "__init__": _first_init,
        "__eq__": _eq,
        "__hash__": _hash,
        "__repr__": _repr,
        "__setattr__": _refuse_set,
        "__delattr__": _refuse_del,
        "__getstate__": _getstate,
        "__setstate__": _setstate,
    }
