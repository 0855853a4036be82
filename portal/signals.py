"""Domain signals: the way up without an import.

Each is sent inside the transaction of the change and handled in it. The sender is the session; the keyword
arguments are named here, once.
"""

from __future__ import annotations

from blinker import Namespace

_signals = Namespace()

sharing_changed = _signals.signal("sharing-changed")
"""Something changed on which a participant's grants rest. Keywords: participant_id: UUID."""

person_named = _signals.signal("person-named")
"""A person was registered. Keywords: participant_id: UUID, full_name: str, born_on: date."""

program_rules_changed = _signals.signal("program-rules-changed")
"""A program has a new version of its rules. Keywords: program_id: UUID."""

attendance_recorded = _signals.signal("attendance-recorded")
"""A mark was recorded or corrected. Keywords: attendance (the current row), corrected: bool, actor: Principal."""

drug_test_recorded = _signals.signal("drug-test-recorded")
"""A drug test result was recorded or corrected. Keywords: drug_test (the current row), actor: Principal."""

phase_advanced = _signals.signal("phase-advanced")
"""A participant's phase changed. Keywords: phase_change, actor: Principal."""

withholding_changed = _signals.signal("withholding-changed")
"""A program withholds a record from consents, or no longer. Keywords: record (a protected row), actor: Principal."""
