"""How the claims page looks."""

CSS = """
:root { --ink: #222; --grey: #6b6b6b; --line: #ddd; --met: #0072b2; --open: #d9d9d9;
  --missed: #d55e00; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); font: 16px/1.5 "DejaVu Sans", system-ui, sans-serif;
  background: #fff; }
header, main, footer { max-width: 1180px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 28px; }
h1 { margin: 0; font-size: 2rem; }
h2 { margin: 2.2rem 0 .6rem; font-size: 1.35rem; }
h3 { margin: 1.2rem 0 .3rem; font-size: 1rem; }
.subtitle { margin: .3rem 0 0; color: var(--grey); font-size: 1.05rem; }
.language { float: right; margin: 0; }
a { color: #005a8c; }
.limits { border-left: 5px solid var(--missed); background: #fdf6f1; padding: 4px 20px 8px;
  margin-top: 24px; }
.limits h2 { margin: .6rem 0 .2rem; }
.limits ul { margin: .3rem 0; padding-left: 1.2rem; }
.limits li { margin: .25rem 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; }
th { text-align: left; color: var(--grey); font-weight: 600; white-space: nowrap; }
th, td { padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.verdicts td:first-child { width: 36%; }
.verdicts td:nth-child(2) { white-space: nowrap; }
.verdicts td:nth-child(3) { min-width: 190px; }
.verdicts td:nth-child(4) { overflow-wrap: anywhere; }
.conditions td:nth-child(4), .conditions td:nth-child(5) { white-space: nowrap; }
.conditions td:first-child { color: var(--grey); white-space: nowrap; }
.rule { color: var(--grey); font-size: .82rem; }
.ends { color: var(--grey); font-size: .82rem; white-space: nowrap; }
.maybe, .maybe code { color: var(--grey); font-size: .8rem; background: none; }
code { font-size: .84rem; background: #f4f4f4; padding: 1px 4px; border-radius: 3px; }
.chip { display: inline-block; padding: 1px 10px; border-radius: 12px; font-size: .85rem;
  font-weight: 600; text-decoration: none; color: #fff; vertical-align: middle; }
.chip.holds { background: var(--met); }
.chip.fails { background: #b34f00; }
.chip.depends { background: #7a5195; }
.chip.not-decided { background: #757575; }
.evidence { font-size: .82rem; font-weight: 400; }
.evidence.no { color: #a13d00; font-weight: 600; }
.evidence.partly { color: #a13d00; }
.evidence.yes, .evidence.none { color: var(--grey); }
.bar { position: relative; height: 12px; margin-top: 4px; display: flex; background: #eee; }
.bar i { display: block; height: 12px; }
.bar i.met { background: var(--met); }
.bar i.open { background: var(--open); }
.bar i.missed { background: var(--missed); }
.bar b { position: absolute; top: 5px; height: 2px; background: #111; }
figure { margin: 1rem 0; }
img { width: 100%; height: auto; border: 1px solid var(--line); }
.claim { border-top: 3px solid var(--line); margin-top: 2.4rem; }
.claim h2 { margin-top: 1.2rem; }
.statement { font-size: 1.15rem; font-weight: 600; margin: .2rem 0 .6rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: .6rem 0; }
dt { color: var(--grey); }
dd { margin: 0; }
details { margin: 1rem 0; border: 1px solid var(--line); padding: 8px 16px; }
summary { cursor: pointer; font-weight: 600; }
.links { font-size: .88rem; }
footer { color: var(--grey); font-size: .85rem; padding-top: 20px; padding-bottom: 40px; }
@media (max-width: 720px) { dl { grid-template-columns: 1fr; } header, main, footer {
  padding: 0 14px; } }
@media print { .claim { break-before: page; } }
"""
