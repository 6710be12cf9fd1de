"""The one adapter that makes an analysis a LangChain tool."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from langchain_core.tools import BaseTool, StructuredTool
from langgraph.runtime import get_runtime
from pydantic import ValidationError

from assistant.agent.turn import Turn
from assistant.agent.view import report_text
from assistant.errors import AssistantError
from assistant.guards.untrusted import quarantine
from tools.analysis import Analysis, ToolContext
from tools.errors import AnalysisError
from tools.results import Report

Run = Callable[[Analysis[Any], ToolContext, Mapping[str, Any]], Report]
Untrusted = Callable[[Report], Report]
_log = logging.getLogger(__name__)


def adapt(analysis: Analysis[Any], run: Run, untrusted: Untrusted = quarantine) -> BaseTool:
    """Return the tool that runs `analysis` in the turn's context; `untrusted` sets orders in its report aside.

    The model gets text, the ledger the report as plain JSON. An `AnalysisError` reaches the model; any other
    fault ends the turn as an `AssistantError` that carries no text of the data.
    """

    def call(**arguments: Any) -> tuple[str, dict[str, Any]]:
        runtime = get_runtime(Turn)
        only = runtime.context.only
        if only and analysis.name not in only:
            raise AnalysisError(f"In this turn only {', '.join(sorted(only))} may be called.")
        runtime.stream_writer({"status": analysis.title or analysis.name.replace("_", " ")})
        report = untrusted(_run(analysis, run, runtime.context.tools, arguments))
        return report_text(report), report.to_dict()

    return StructuredTool(
        name=analysis.name,
        description=analysis.description,
        args_schema=analysis.arguments,
        func=call,
        response_format="content_and_artifact",
        handle_validation_error=_explain(analysis),
        metadata={"examples": list(analysis.examples), "title": analysis.title},
    )


def _run(analysis: Analysis[Any], run: Run, context: ToolContext, arguments: dict[str, Any]) -> Report:
    try:
        return run(analysis, context, arguments)
    except (AnalysisError, AssistantError):
        raise
    except Exception as exc:
        # The text of an unforeseen exception may quote the data; its type and place are what an operator needs.
        _log.error("The analysis %s failed with %s.", analysis.name, type(exc).__name__)
        message = f"The analysis `{analysis.name}` failed ({type(exc).__name__}); run `whybuy doctor`."
        raise AssistantError(message) from exc


def _explain(analysis: Analysis[Any]) -> Callable[[ValidationError], str]:
    """Return what tells the model which arguments were wrong and which exist."""

    def explain(error: ValidationError) -> str:
        faults = "; ".join(
            f"`{'.'.join(str(part) for part in fault['loc']) or 'arguments'}`: {fault['msg']}"
            for fault in error.errors(include_url=False, include_input=False)
        )
        names = ", ".join(f"`{name}`" for name in analysis.arguments.model_fields)
        return f"{faults}. `{analysis.name}` takes {names}."

    return explain
