"""Knows what asking a job costs, by itself or in a batch. It adds nothing up."""

from pictura.job import Job, UpstreamTask
from pictura_core.batch_lines import batch_price_of
from pictura_core.operation import price_of


def cost_of(job: Job) -> float | None:
    """Tell what asking a job costs in USD, None if nobody says."""
    later = {path[0] for path, source in job.inputs if isinstance(source, UpstreamTask)}
    price = job.operation.price
    if later and price is not None and any(later & row.when.keys() for row in price.rows):
        return None  # it depends on what is known only when the task is there
    return price_of(job.operation, job.request)


def batch_cost_of(job: Job) -> float | None:
    """Tell what a job costs in USD as a line of a batch; None if it can be none, or nobody says."""
    if job.operation.batch is None or cost_of(job) is None:
        return None
    return batch_price_of(job.operation, job.request)
