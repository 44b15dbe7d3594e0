"""Files by their names: one is refused unless every part of it is a word that any file may bear.

By default, because a file is named after a patient as often as after its matter: `denial_Lund_UHC.pdf`.
"""

from typing import Final

from reports.screening.rule import has_word_of, no, rule, value

# what a file's name may say of anybody; a bare digit or a year too
PLAIN: Final = (
    r"(?:(?:a|an|and|appeals?|arm|attached|attachment|auth|authorization|back|batch|bcbs|before|after|aetna|bill|"
    r"billing|"
    r"card|charts?|cigna|claims?|clinical|cms|codes?|contract|copy|corrected|cover|cpt|data|denials?|doc|document|"
    r"download|draft|"
    r"edits?|eob|era|error|export|face|fax|fee|fees|file|final|foot|feet|form|forms|for|front|guide|guideline|hand|"
    r"hcfa|humana|image|img|in|insurance|invoice|lcd|leg|left|letter|list|log|logo|lt|manual|medicare|medicaid|mod|"
    r"mods|"
    r"modifiers?|ncd|new|note|notes|of|old|op|optum|order|out|page|paid|payers?|photo|pic|picture|policy|portal|post|"
    r"pre|rates?|ray|reasons?|recon|records?|rejection|remit|report|request|response|results?|right|rt|sample|scan|"
    r"schedule|screenshot|sheet|signed|spreadsheet|statement|table|template|test|the|tricare|ub|uhc|update|upload|v|"
    r"version|wound|x|xray)?[0-9]?|(?:19|20)[0-9]{2}|83[57]|27[0-9]|999|1500|cms1500|ub04|wk[0-9]{1,2})"
)
ENDING: Final = (
    r"\.(?:pdf|docx?|xlsx?|csv|txt|rtf|hl7|xml|json|edi|zip|msg|eml|pptx?|html?|jpe?g|png|heic|gif|tiff?|bmp|dcm|mov|"
    r"mp[34]|wav|m4a|83[57])(?![0-9a-z])"
)
# words before a file's name that are no part of it
NO_OWNER: Final = (
    r"(?:[a-z]{1,20}(?:ed|ing|ly)|the|this|that|these|their|our|my|your|his|her|its|see|use|and|or|but|with|from|named|"
    r"call|says|was|were|has|had|have|got|into|need|needs|wants?|accepts?|shows?|prints?|transmittal|takes?|rejects?|reads?|opens?|via|per|only|"
    r"one|two|both|each|any|for|sent|send|sends|put|made|saw|get|add|file|files|pdf|payer|portal|second|first|same|"
    r"another|blank|wrong|right|then|which|them|him|just|also|not|was|are|new|old|is)"
)
MATTER: Final = (
    rf"(?:{PLAIN}|mri|ct|cta|mra|labs?|path|xr|us|echo|ekg|eeg|emg|pt|ot|dx|hx|hp|lmn|roi|aob|abn|cob|id|ins|dob|op|"
    r"page[0-9]{1,2}|p[0-9]{1,2}|[0-9]{1,2})"
)
FILE_RULES: Final = (
    rule(  # Kessler-MRI 2.pdf: somebody's name, then what the file is about
        "number",
        rf"(?<![0-9a-z@.'-])(([a-z][a-z']{{2,20}})(?:-{MATTER}){{0,3}}(?: {MATTER}){{0,2}} {MATTER}"
        rf"(?:[.-]{MATTER}){{0,2}}{ENDING})",
        no(has_word_of("not_names", 2)),
        no(value(rf"^(?:{NO_OWNER}|{MATTER})$", 2)),
    )._replace(hint=ENDING),
    rule(  # IMG_wound_LDufault_03.jpg, LMN-K.Sato-chair.docx
        "number",
        rf"(?<![0-9a-z.$-])((?=[0-9.-]{{0,30}}[a-z])[0-9a-z]{{1,30}}(?:[.-]{{1,2}}[0-9a-z]{{1,30}}){{0,8}}{ENDING})",
        value(rf"(?:^|[.-])(?!{PLAIN}[.-])[0-9a-z]{{1,30}}[.-]"),
    )._replace(hint=ENDING),
)
