"""The words that people use for what a record is about, so that a search finds it in them; shown nowhere.

Each text is a list of words and short forms, in every language the ones that people there use.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.domain import Group
from engine.measures import MeasureKind, Topic
from service.messages.catalogue import marked as _
from service.messages.catalogue import translated

OF_TOPICS: Mapping[Topic, str] = {
    Topic.ACCESS: _("attend, allowed, admission, entry, abroad"),
    Topic.FUNDING: _("money, pay, costs, grant, allowance, voucher, subsidy, scholarship"),
    Topic.LEAVE: _("leave, time off, days off, study leave, training leave"),
    Topic.BENEFIT: _("unemployment, dole, benefit, insurance, pension"),
    Topic.RECOGNITION: _("diploma, degree, certificate, equivalence, validation, recognised"),
    Topic.LANGUAGE: _("language course, learn German, learn French, learn Luxembourgish"),
    Topic.WORKING_TIME: _("short-time work, part-time, telework, home office, working hours"),
    Topic.MEASURE: _("support, help, programme, internship, apprenticeship, second chance"),
    Topic.GUIDANCE: _("advice, job centre, careers service, orientation, contact"),
}
OF_KINDS: Mapping[MeasureKind, str] = {
    MeasureKind.FUNDING: _("money, funding"),
    MeasureKind.MEASURE: _("measure, project"),
    MeasureKind.RIGHT: _("right, law, entitlement"),
    MeasureKind.RECOGNITION: _("recognition"),
    MeasureKind.INSTITUTION: _("office, authority, service, address"),
    MeasureKind.AGREEMENT: _("agreement, treaty, cooperation"),
    MeasureKind.PORTAL: _("website, database, course search"),
}
OF_GROUPS: Mapping[Group, str] = {
    Group.NEET: _("young people, youth, without a job"),
    Group.NO_DIPLOMA: _("no diploma, school dropout, unskilled"),
    Group.JOBSEEKER: _("unemployed, jobless, job search"),
    Group.EMPLOYEE: _("employed, worker, staff, in work"),
    Group.REFUGEE: _("asylum, refugee"),
    Group.MIGRANT: _("immigrant, foreigner, newcomer"),
    Group.RETURNER: _("career break, back to work, parental leave"),
    Group.SINGLE_PARENT: _("single mother, single father, child"),
    Group.DISABLED: _("handicap, disabled, rehabilitation"),
    Group.OVER_50: _("older, 50+, senior"),
    Group.FRONTIER_WORKER: _("cross-border worker, commuter"),
    Group.SELF_EMPLOYED: _("freelancer, founder, own company"),
    Group.BASIC_INCOME: _("social assistance, welfare, minimum income"),
    Group.CARER: _("family carer, caring, children"),
    Group.HOMELESS: _("homeless, shelter"),
}

# Words that stand in every sentence and tell nothing about what is looked for.
FILLERS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "de": "aber als am an auch auf aus bei beim bin bis da das dass dem den der des die du ein eine einem einen "
        "einer er es für gibt habe hat ich ihr im in ins ist kann kein keine man mein meine meinen mich mir mit nach "
        "nicht noch oder sie sind so über um und uns vom von vor was welche wenn wer wie will wir wird wo zu zum zur",
        "fr": "ai ait au aux avec ce ces cette dans de des du elle en est et eu il ils je la le les leur lui ma me mes "
        "moi mon ne nous on ou où par pas peut plus pour puis que quel quelle qui quoi sa sans se ses son sont suis "
        "sur ta tes ton tu un une veux vos votre vous",
        "en": "am an and any are as at be but by can do does for from get got has have how if in into is it me my not "
        "of on or our so than that the their there this to us was we what when where which who will with you your",
        "lb": "all als am an aus awer bass bei bis d dat de déi dem den der deng di dir du eis en eng engem enger et "
        "fir gëtt hat hatt hei huet hunn ech ech’m ee ginn iech iwwer kann keen keng mam mat mech mäin meng mir net no "
        "nach oder op säin si sinn um un vum vun wann wat wéi wéini wëll wien wou ze zu zum",
        "nl": "aan al als bij dan dat de deze die dit doe door een en er geen heb hebt heeft het hoe ik in is je jij "
        "kan krijg maar me met mij mijn naar niet nog of om ook op te tot uit van voor waar wat we wel welke wie wij "
        "wil word wordt ze zijn zo zonder",
    }.items()
}


def everyday_words(
    topics: tuple[Topic, ...], kind: MeasureKind, groups: tuple[Group, ...], language: str | None = None
) -> str:
    """Everything that somebody may call a record of this kind and these topics, made for these groups."""
    texts = [OF_KINDS[kind], *(OF_TOPICS[topic] for topic in topics)]
    texts += [OF_GROUPS[group] for group in groups if group in OF_GROUPS]
    return ", ".join(translated(text, language) for text in texts)
