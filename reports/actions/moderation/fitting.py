"""What may be decided of a report as it stands: the desk offers it, and the decision requires it."""

from reports.models import Report, Standing, StoryState


def may_count(report: Report) -> bool:
    return report.standing != Standing.COUNTED or report.escalated


def may_reject(report: Report) -> bool:
    return report.standing != Standing.REJECTED or report.escalated


def may_accept_story(report: Report) -> bool:
    return report.story_state in {StoryState.WAITING, StoryState.REFUSED}


def may_refuse_story(report: Report) -> bool:
    return report.story_state in {StoryState.WAITING, StoryState.ACCEPTED}


def may_escalate(report: Report) -> bool:
    return not report.escalated
