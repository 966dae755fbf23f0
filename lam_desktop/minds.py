"""Loads what the agent sees and decides with; the only place that puts them together."""

from __future__ import annotations

from lam_desktop.protocols import Policy, ScreenParser


class ShippedMinds:
    """Parser and policies with the installed weights."""

    def check(self, policy: str) -> None:
        """Raises UsageError for an unknown policy, without loading it."""
        from lam_desktop.policy.registry import require_policy

        require_policy(policy)

    def load(self, policy: str) -> tuple[ScreenParser, Policy, str]:
        """Parser, policy, and what identifies the parser; EnvironmentFault without weights."""
        from lam_desktop.policy.registry import open_policy

        parser, weights = self.load_parser()
        return parser, open_policy(policy, parser), weights

    def load_parser(self) -> tuple[ScreenParser, str]:
        """The parser alone."""
        from lam_desktop.models_dir import find_models

        models = find_models()  # before the seconds that importing torch takes
        from lam_desktop.perception.identity import parser_id
        from lam_desktop.perception.parser import LearnedScreenParser
        from lam_desktop.perception.scratch import keep_little

        keep_little()

        return LearnedScreenParser.load(models), parser_id(models)
