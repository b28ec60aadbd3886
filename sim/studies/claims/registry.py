"""All registered claims, C01 to C23."""

from __future__ import annotations

from collections.abc import Mapping

from sim.studies.claims import leading, pioneers, rollout, scaling
from sim.studies.claims.design import Claim

REGISTRY: Mapping[str, Claim] = {
    claim.id: claim for group in (scaling, rollout, leading, pioneers) for claim in group.CLAIMS
}
