"""Knows the JSON lines of `--json`: one object a line, the summary last. It prints nothing."""

import json
from collections.abc import Mapping

from pictura.decisions import (
    Decision,
    Drifted,
    Elsewhere,
    Keep,
    Make,
    Orphan,
    Restore,
    Share,
    files_of,
)
from pictura.events import BatchProgresses, JobEnded, JobProgresses, Summary
from pictura.money import Bill


def line(value: dict[str, object]) -> str:
    """Write one object as a line."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": ")) + "\n"


def job_value(event: JobEnded) -> dict[str, object]:
    """Say a job's end."""
    value: dict[str, object] = {
        "event": "job",
        "job": event.job,
        "step": event.step,
        "recipe": event.recipe,
        "source": event.source,
        "action": event.action,
        "status": event.status,
        "files": list(event.files),
        "cost_usd": event.cost_usd,
        "requests": event.requests,
        "seconds": round(event.seconds, 3),
    }
    if event.digest:
        value["digest"] = event.digest
    if event.code:
        value["code"] = event.code
    if event.reason:
        value["reason"] = event.reason
    if event.hint:
        value["hint"] = event.hint
    if event.severity:
        value["severity"] = event.severity
    if event.shortfall:
        value["shortfall"] = event.shortfall
    if event.is_doubtful:
        value["unknown"] = True
    return value


def progress_value(event: JobProgresses) -> dict[str, object]:
    """Say how far a job is that takes its time: `percent` from 0 to 100, or null."""
    value: dict[str, object] = {
        "event": "progress",
        "job": event.job,
        "percent": event.percent,
    }
    if event.state:
        value["state"] = event.state
    return value


def batch_value(event: BatchProgresses) -> dict[str, object]:
    """Say how far a batch is: `completed` and `total` count its requests, or are null."""
    return {
        "event": "batch",
        "batch": event.batch,
        "state": event.state,
        "completed": event.completed,
        "total": event.total,
    }


def summary_value(summary: Summary) -> dict[str, object]:
    """Say how a run ended; `unknown` counts the jobs that may have been paid for twice."""
    value: dict[str, object] = {
        "event": "summary",
        "made": summary.made,
        "kept": summary.kept,
        "restored": summary.restored,
        "failed": summary.failed,
        "skipped": summary.skipped,
        "waiting": summary.waiting,
        "drifted": summary.drifted,
        "orphans": summary.orphans,
        "pictures": summary.pictures,
        "requests": summary.requests,
        "retries": summary.retries,
        "unknown": summary.doubtful,
        "shortfall": summary.shortfall,
        "cost_usd": summary.cost_usd,
        "unpriced": summary.unpriced,
        "seconds": round(summary.seconds, 3),
        "emulated": summary.emulated,
        "interrupted": summary.interrupted,
    }
    if summary.stopped:
        value["stopped"] = summary.stopped
    if summary.problem:
        value["problem"] = summary.problem
    return value


def decision_value(recipe: str, source: str, decision: Decision) -> dict[str, object]:
    """Say what a run would do with a job."""
    job = decision.job
    value: dict[str, object] = {
        "event": "job",
        "job": job.key,
        "step": job.step,
        "recipe": recipe,
        "source": source,
        "action": action_of(decision),
        "files": list(files_of(decision)),
        "cost_usd": 0.0,
        "batch_usd": None,
    }
    if isinstance(decision, Make):
        if decision.handed_in:
            value["batch"] = decision.handed_in
        else:
            value["cost_usd"], value["batch_usd"] = decision.cost_usd, decision.batch_usd
    if decision.digest is not None:
        value["digest"] = decision.digest
    reason = reason_of(decision)
    if reason:
        value["reason"] = reason
    return value


def orphan_value(recipe: str, source: str, orphan: Orphan) -> dict[str, object]:
    """Say that the lock knows a job that the recipe no longer has."""
    return {
        "event": "job",
        "job": orphan.key,
        "step": orphan.key.partition("[")[0],
        "recipe": recipe,
        "source": source,
        "action": "orphan",
        "files": list(orphan.files),
        "cost_usd": 0.0,
        "batch_usd": None,
    }


def plan_value(counts: Mapping[str, int], bill: Bill, batched: Bill) -> dict[str, object]:
    """Say what a run would do in all.

    Args:
        counts: How many jobs of each action.
        bill: What they cost, each asked by itself.
        batched: What they cost if those are handed in as a batch that can be.
    """
    return {
        "event": "summary",
        "make": counts.get("make", 0),
        "wait": counts.get("wait", 0),
        "keep": counts.get("keep", 0),
        "restore": counts.get("restore", 0),
        "drifted": counts.get("drifted", 0),
        "elsewhere": counts.get("elsewhere", 0),
        "orphan": counts.get("orphan", 0),
        "cost_usd": bill.usd,
        "batch_usd": batched.usd,
        "unpriced": bill.unknown,
    }


def action_of(decision: Decision) -> str:
    """Name what a run would do."""
    match decision:
        case Make():
            return "wait" if decision.handed_in else "make"
        case Keep():
            return "keep"
        case Restore() | Share():
            return "restore"
        case Drifted():
            return "drifted"
        case Elsewhere():
            return "elsewhere"


def reason_of(decision: Decision) -> str:
    """Say why, for people; empty if there is nothing to say."""
    match decision:
        case Make(handed_in=batch) if batch:
            return f"handed in as {batch}: a run picks it up"
        case Make() | Restore():
            return decision.reason
        case Share():
            return f"asks the same as {decision.other}"
        case Drifted():
            return f"edited, or not made here: {', '.join(decision.edited)}"
        case Elsewhere():
            return "paid for in another folder or on another machine, and not here"
        case Keep():
            return ""
