# Long lines: style sheets keep one rule a line.
# ruff: noqa: E501
"""Style sheets that give HTML pages the look of desktop toolkits."""

from __future__ import annotations

import random

from lam_desktop.data.corpus.css_greyed import greyed_out
from lam_desktop.data.corpus.frameworks import Framework
from lam_desktop.data.corpus.looks import Look


def style_sheet(look: Look, framework: Framework | None = None) -> str:
    """CSS for one look: a framework's rules, if any, the layout, then what the style draws."""
    if framework is not None:
        return framework.css + _layout(look, "") + _fitted(look, framework) + greyed_out(look, framework)
    return _layout(look, "color:inherit;") + _drawn(look) + greyed_out(look)


def _layout(look: Look, ink: str) -> str:
    p = look.palette
    rng = random.Random(f"sheet/{look.seed}")
    scheme = "dark" if p.dark else "light"
    # Pages that are dark by their own colours alone keep the light marks of the browser.
    marks = random.Random(f"marks/{look.seed}").choice((scheme, "light"))
    return f"""
:root{{color-scheme:{scheme};--w:{p.window};--b:{p.base};--t:{p.text};--m:{p.muted};--l:{p.border};--n:{p.button};
--a:{p.accent};--o:{p.on_accent};--s:{p.stripe};--pad:{look.pad}px;--gap:{look.gap}px;--ry:{rng.choice((1, 2, 2, 3, 4, 6, 9))}px;--rx:{rng.choice((4, 6, 6, 9, 12))}px;
--my:{rng.randint(2, 7)}px;--mx:{rng.randint(5, 13)}px;--r:{look.radius}px}}
*{{box-sizing:border-box}} input[type=checkbox],input[type=radio]{{color-scheme:{marks}}}
body{{margin:0;overflow:hidden;font:{look.font_px}px '{look.font}','Noto Sans CJK SC','DejaVu Sans',sans-serif;color:var(--t);cursor:default}}
#desk{{position:fixed;inset:0}} .abs{{position:absolute}}
.win{{position:absolute;display:flex;flex-direction:column;background:var(--w);overflow:hidden;color:var(--t)}}
.client{{flex:1;min-height:0;overflow:hidden;display:flex;flex-direction:column}}
.col{{display:flex;flex-direction:column;gap:var(--gap);min-width:0;min-height:0;flex:1 1 auto}} .flush{{gap:0}}
.pad{{padding:calc(var(--gap) * 1.5)}} .client .pad{{overflow:{rng.choice(("hidden", "hidden", "auto"))}}} .pad>*{{flex-shrink:0}} .pad>.tw,.pad>.lst,.pad>.grow{{flex-shrink:1}} .grow,.flush{{flex:1}} .small{{align-self:stretch;margin:auto}}
.side{{overflow:hidden;flex:0 0 22%;min-width:130px;padding:var(--pad);border-right:1px solid var(--l)}}
.row{{display:flex;gap:var(--gap);align-items:flex-start;flex-wrap:wrap}} .row>*{{flex:1 1 0}} .row>.chk,.row>a,.row>a *,.row>button{{flex:0 0 auto}}
.row>.side{{flex:0 0 22%}} .row>.mails{{flex:0 0 34%}} .split{{flex:1;min-height:0;flex-wrap:nowrap;align-items:stretch;gap:0;overflow:hidden}} .tight{{flex-wrap:nowrap;align-items:center}} .row.tight>.f{{flex:1 1 200px}} .row.tight>.cb{{flex:0 1 160px}}
.group{{border:1px solid var(--l);border-radius:var(--r);padding:var(--gap);margin:0;min-width:0;display:flex;flex-direction:column;gap:var(--gap)}}
.group>legend{{padding:0 4px}} .bare{{border:0;padding:0 0 0 0}} .bare>legend{{font-weight:700;padding:0 0 4px}}
.form{{display:grid;gap:var(--gap) calc(var(--gap)*1.5);align-items:center;align-content:start}}
.lab{{white-space:nowrap;min-width:0;overflow:hidden}} .above{{display:flex;flex-direction:column;gap:3px;min-width:0}} .ra{{text-align:right}}
.form>*,.above>*{{min-width:0}}
input,select,textarea,button{{font:inherit;{ink}max-width:100%}}
.f,.cb,.sp{{min-width:60px;width:100%}} .short{{width:60%}}
textarea{{width:100%;resize:none;display:block}} .large{{flex:1;border-radius:0}} .desk0{{flex:1;display:flex;background:color-mix(in srgb,var(--w),var(--m) 25%);padding:14px {rng.randint(5, 24)}% 0;min-height:60px}} .cap{{display:flex;align-items:center;gap:5px}}
.bar{{display:flex;flex-wrap:wrap;align-items:center;gap:calc(var(--pad)/2);padding:var(--pad);flex:0 0 auto}} .bar>*{{flex:0 0 auto}}
.bar .f,.bar .cb{{width:140px}} .sepv{{width:1px;align-self:stretch;background:var(--l);margin:2px 3px}}
.btns{{display:flex;flex-wrap:wrap;gap:var(--gap);flex:0 0 auto}} .right{{justify-content:flex-end}} .center{{justify-content:center}} .btns.stacked{{flex-direction:column;align-items:stretch}} .btns.beside>*{{flex:1 1 0;justify-content:center}} .btns.stacked>*{{justify-content:center}} .flush>.btns{{padding:var(--gap)}}
button{{display:inline-flex;align-items:center;justify-content:center;gap:5px;white-space:nowrap}} svg{{flex:0 0 auto}}
.under{{flex-direction:column;gap:1px;font-size:85%}}
.keys{{display:grid;gap:var(--pad);flex:1}} .keys button{{padding:4px;min-height:2em;font-size:115%}} .display{{font-size:150%;text-align:right}}
table{{border-collapse:collapse;width:100%}} .tw{{flex:1 1 auto;min-height:60px;overflow:hidden;background:var(--b);border:1px solid var(--l);min-width:0}}
th,td{{padding:var(--ry) var(--rx);text-align:left;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;max-width:220px;font-weight:400}}
td.num{{text-align:right}} .grid td,.grid th{{border:1px solid var(--l)}} .lines td{{border-bottom:1px solid var(--l)}} .striped tr:nth-child(even) td{{background:var(--s)}}
th{{background:var(--n);border-bottom:1px solid var(--l)}} .boldh th{{font-weight:700}}
.lst{{background:var(--b);overflow:hidden;flex:1;min-height:40px;min-width:90px}} .lst.fr{{border:1px solid var(--l)}} .group>.lst{{max-height:170px}}
.li{{padding:var(--ry) 6px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;display:flex;gap:6px;align-items:center}}
.sel,tr.sel td{{background:var(--a)!important;color:var(--o)}} .mail{{border-bottom:1px solid var(--l);padding:6px 8px;display:block}} .mail .two{{display:block;color:inherit;opacity:.8}}
.mails{{flex:0 0 34%;min-width:180px;overflow:hidden;background:var(--b);border-right:1px solid var(--l)}} .col>.mails{{flex:1 1 40%}}
.mail .when{{float:right;opacity:.75;margin-left:8px}}
.tabs{{display:flex;align-items:flex-end;gap:2px;padding:0 4px;flex:0 0 auto;overflow:hidden}} .tab{{padding:calc(var(--pad) + 1px) 10px;white-space:nowrap}} .pane{{flex:1;min-height:0;overflow:hidden;display:flex;flex-direction:column}}
.mbar{{display:flex;flex:0 0 auto;padding:0 2px}} .mt{{padding:var(--my) var(--mx)}} .mt.on{{background:var(--a);color:var(--o)}}
.sbar{{display:flex;justify-content:space-between;gap:20px;padding:3px 8px;border-top:1px solid var(--l);flex:0 0 auto;font-size:92%}}
.pop{{position:absolute;background:var(--b);border:1px solid var(--l);z-index:50;overflow:hidden;box-shadow:0 3px 9px #0006}}
.pop .mi{{padding:calc(var(--pad)*.6 + 1px) 14px;white-space:nowrap;display:flex;gap:8px;align-items:center}} .menu .mi{{padding-right:40px}}
.pop .mi.on{{background:var(--a);color:var(--o)}} .chk{{display:flex;align-items:center;gap:6px}} .rads{{display:flex;gap:4px 14px;flex-wrap:wrap}} .rads.column{{flex-direction:column}}
h2{{margin:0;font-size:{rng.choice((115, 130, 150, 170))}%}} .para{{line-height:1.35;margin:0}} .prose{{white-space:nowrap}} a{{color:var(--a)}} .dk a{{color:#8ab4f8}}
.dlg{{z-index:40;box-shadow:0 4px 22px #000a!important;border:1px solid var(--m)}} .dlg .client{{gap:var(--gap);padding:calc(var(--gap)*1.5)}}
.tbar{{display:flex;align-items:center;gap:8px;flex:0 0 auto;padding:0 8px}} .tt{{flex:1;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}}
.wc{{display:inline-flex;align-items:center;justify-content:center}} .addr{{flex:1;border:1px solid var(--l);border-radius:20px;padding:3px 12px;background:var(--b);white-space:nowrap;overflow:hidden}}
.sheet{{table-layout:fixed}} .sheet th,.sheet td{{height:1.7em}} .sheet th{{text-align:center}} .sheet th:first-child{{width:3em}}
.cal{{padding:6px}} .calhead{{display:flex;justify-content:space-between;gap:10px;padding:3px 6px}} .days{{display:grid;grid-template-columns:repeat(7,1fr);gap:1px}}
.days span{{padding:4px 7px;text-align:center}} .days .on{{background:var(--a);color:var(--o)}}
.task{{position:absolute;left:0;right:0;display:flex;gap:5px;align-items:center;padding:0 6px;background:var(--w);color:var(--t)}}
.task .app{{padding:3px 12px;border:1px solid var(--l);border-radius:var(--r);white-space:nowrap}} .task .clock{{margin-left:auto}}
.tb{{display:inline-flex;padding:5px;border:1px solid var(--l);border-radius:5px;background:var(--n);color:var(--t)}}
{rng.choice(("", ".tw,.lst,.mails,.pane>.col{overflow-y:auto}", ".tw,.lst{overflow-y:scroll}"))}
input[type=number]::-webkit-inner-spin-button{{opacity:1}} .pm{{display:flex}} .pm input{{flex:1;min-width:30px;border:0!important;background:transparent!important}}
.pm b{{padding:0 9px;display:flex;align-items:center;border-left:1px solid var(--l);font-weight:400}} .pm b:first-child{{border-left:0;border-right:1px solid var(--l)}} .pm .num{{flex:1;min-width:24px;white-space:nowrap;overflow:hidden}}
.ud{{line-height:.72!important;font-size:70%;flex:0 0 auto;font-weight:400;text-align:center}} .knob{{border-left:1px solid var(--l);padding:0 5px;align-self:stretch;display:flex;align-items:center;margin:-2px -4px -2px 0}} .fill{{background:var(--n)}}
.flat{{border-color:transparent!important;background:transparent!important}} .hint{{color:var(--m)}} .drop i{{flex:1}} .tip{{display:inline-flex}} .drop>span{{overflow:hidden}}
.switch{{display:inline-block;width:2.3em;height:1.25em;border-radius:99px;background:var(--m);position:relative;flex:0 0 auto}} .switch:after{{content:"";position:absolute;left:.13em;top:.13em;width:1em;height:1em;border-radius:50%;background:#fff}}
.switch.on{{background:var(--a)}} .switch.on:after{{left:1.15em}}
.pill .tab{{border:0!important;border-radius:99px!important;background:transparent}} .pill .tab.on{{background:var(--a)!important;color:var(--o)}} .line .tab{{border:0!important;background:transparent!important;border-bottom:2px solid transparent!important}} .line .tab.on{{border-bottom-color:var(--a)!important}}
.segments{{gap:0!important}} .segments .tab{{border:1px solid var(--m)!important;border-radius:0!important;background:var(--n)}} .segments .tab.on{{background:var(--a)!important;color:var(--o)}} .tab small{{margin-left:8px;opacity:.6}}
td.ctl{{padding-top:1px;padding-bottom:1px}} td .f,td .cb,td .sp{{min-width:60px;width:100%;padding-top:1px!important;padding-bottom:1px!important}} td button{{padding:1px 7px!important}} td svg{{vertical-align:middle}}
.cards{{display:flex;gap:var(--gap);flex-wrap:wrap;overflow:hidden;flex:1 1 auto;min-height:60px;align-content:flex-start}} .cards.list{{flex-direction:column;flex-wrap:nowrap}}
.card{{border:1px solid var(--l);border-radius:var(--r);background:var(--b);padding:calc(var(--pad) + 3px);display:flex;gap:8px;align-items:center;flex:0 0 auto;max-width:100%}} .cards.grid .card{{width:{rng.randint(160, 260)}px;flex-direction:{rng.choice(("row", "column"))};align-items:stretch}}
.lane{{flex:1 1 0;min-width:0;display:flex;flex-direction:column;gap:calc(var(--gap)*.7);background:var(--s);border-radius:var(--r);padding:6px;overflow:hidden}} .board{{display:flex;gap:var(--gap);flex:1 1 auto;min-height:120px;overflow:hidden}} .lane .card{{width:100%}}
.week,.month{{display:grid;grid-template-columns:repeat(7,minmax(0,1fr));flex:0 0 auto}} .month{{flex:1 1 auto;grid-auto-rows:minmax(2.6em,1fr);min-height:160px;border-top:1px solid var(--l);border-left:1px solid var(--l)}} .month>div{{border-right:1px solid var(--l);border-bottom:1px solid var(--l);padding:2px 4px;overflow:hidden;background:var(--b)}}
.today{{box-shadow:inset 0 0 0 2px var(--a)}} .entry{{background:var(--a);color:var(--o);border-radius:3px;padding:0 4px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;font-size:88%;margin-top:1px}}
.picker .days span{{padding:3px 1px}} .picker{{min-width:0;border:1px solid var(--l);background:var(--b);flex:0 0 auto!important;max-width:300px}} .error{{color:{p.warning};font-size:90%}}
.rib{{display:flex;gap:8px;padding:3px 6px;overflow:hidden;border-bottom:1px solid var(--l)}} .rib0{{flex:0 0 auto}} .rg{{display:flex;flex-direction:column;border-right:1px solid var(--l);padding-right:8px;flex:0 0 auto}} .rt{{flex:1;display:flex;flex-flow:column wrap;max-height:{rng.randint(58, 84)}px;gap:1px 4px;align-content:flex-start}} .rl{{text-align:center;font-size:85%;color:var(--m)}} .rt .cb{{width:120px}} .rt .under{{height:100%}}
.picture{{flex:0 0 auto!important;padding:4px 8px;color:{rng.choice(("var(--a)", "#e09b1a", "#c62828"))}}} .prog{{height:{rng.randint(6, 20)}px;border:1px solid var(--l);background:var(--b);border-radius:var(--r);overflow:hidden}} .prog>div{{height:100%;background:var(--a)}}
.over{{z-index:45}} .toast{{display:flex;gap:10px;align-items:center;justify-content:space-between;padding:9px 12px;border-radius:var(--r);box-shadow:0 3px 12px #0007;{rng.choice(("background:#323232;color:#fff", "background:var(--b);border:1px solid var(--l)", "background:#e7f3e8;color:#1b3a1f;border:1px solid #9fceA4"))}}}
.tip0{{padding:3px 7px;white-space:nowrap;{rng.choice(("background:#ffffe1;color:#000", "background:#222;color:#fff", ""))}}} .dlg .tw{{max-height:200px}} .dlg .client{{max-height:80vh}}
.cb0{{flex:1;min-width:0;overflow:hidden;white-space:nowrap}} .ct{{font-weight:{rng.choice((400, 600, 700))}}} .cl{{color:var(--m);font-size:92%}} .cc{{display:flex;gap:5px;align-items:center}} .card.sel .cl{{color:inherit}} .cc .f,.cc .cb,.cc .sp{{width:90px}}
.drop{{display:flex;justify-content:space-between;align-items:center;gap:8px;white-space:nowrap;overflow:hidden}}
"""


def _fitted(look: Look, framework: Framework) -> str:
    """What makes a framework, written for long documents, fit into windows full of widgets."""
    return f"""
html{{font-size:{look.font_px * framework.root:.2f}px!important}} body{{max-width:none!important;padding:0!important;min-height:0}}
input,select,textarea,button,fieldset,table,p,h2,legend,.f,.cb,.sp{{margin:0!important}} table{{display:table;min-width:0}} button:not(.key){{width:auto!important;min-width:0!important;flex:0 0 auto}}
.tool{{background:transparent!important;border:1px solid transparent!important;padding:4px 5px!important;box-shadow:none!important;color:var(--t)!important;height:auto!important;line-height:normal!important;min-height:0!important;text-shadow:none!important}}
input[type=checkbox],input[type=radio]{{opacity:1!important;position:static!important;pointer-events:auto!important;flex:0 0 auto}}
{"input[type=checkbox],input[type=radio]{appearance:auto!important;width:1.1em!important;height:1.1em!important;padding:0!important}" if framework.name in _HIDDEN_MARKS else ""}
h2{{font-size:130%!important;line-height:1.3!important;border:0!important}} legend{{width:auto;float:none;font-size:100%;line-height:1.3}} a{{display:inline}} td,th{{white-space:nowrap}}
.win{{border:1px solid var(--l);box-shadow:0 2px 12px #0005}} .tabs.nav{{flex-wrap:nowrap}} .display{{font-size:150%!important}} .keys button{{width:100%!important}}
.f:focus,.foc{{outline:2px solid var(--a);outline-offset:-1px}} .drop{{display:flex!important;align-items:center}} .drop,.pm{{background-image:none!important}} .tab.on:not(.active){{border-bottom:2px solid var(--a)}}
{framework.extra}"""


def _drawn(look: Look) -> str:
    """What the style itself draws: borders, fills, check marks."""
    if look.style == "native":
        plain = random.Random(f"native/{look.seed}").random() < 0.4
        revert = "input,select,textarea,button{font:revert}" if plain else ""
        return (
            ".win{border:1px solid var(--l)} .drop{background:Field;border:1px solid var(--m);border-radius:3px;"
            f"padding:1px 5px;min-height:1.5em}} {revert}"
        )
    rng = random.Random(f"css/{look.seed}")
    pad_y, pad_x = look.pad, look.pad * rng.choice((1.5, 2, 3))
    field, button, mark, extra = _PARTS[look.style]
    points = rng.choice(_TICK)
    values = {
        "py": f"{pad_y}px",
        "px": f"{pad_x}px",
        "tick_on": _tick(points, look.palette.on_accent),
        "tick_ink": _tick(points, look.palette.text),
    }
    text = (
        f".f,.cb,.sp,textarea{{{field}}} button{{{button}}} .tool{{{rng.choice(_TOOL)}}} {_FOCUS} {mark} {extra} "
        "button.hov{filter:brightness(.93)} .dk button.hov{filter:brightness(1.25)}"
    )
    for name, value in values.items():
        text = text.replace(f"@{name}", value)
    return text


_HIDDEN_MARKS = frozenset(("w98", "xp", "w7", "materialize", "chota"))
"""They hide the box itself and draw one beside its label."""
_FOCUS = ".f:focus,.cb:focus,textarea:focus,.sp:focus,.foc{outline:2px solid var(--a);outline-offset:-1px} button:focus{outline:1px dotted currentColor;outline-offset:-4px}"
_TOOL = (
    "background:transparent;border:1px solid transparent;padding:4px;border-radius:var(--r)",
    "padding:3px",
    "background:transparent;border:0;padding:6px",
)
_TICK = ("5 13 10 18 19 6", "4 12 10 18 20 7", "6 12 11 17 18 8")


def _tick(points: str, colour: str) -> str:
    """A check mark as an image."""
    ink = colour.replace("#", "%23")
    return (
        "url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E"
        f"%3Cpolyline points='{points}' fill='none' stroke='{ink}' stroke-width='3.500'/%3E%3C/svg%3E\")"
    )


_BOX = (
    "input[type=checkbox],input[type=radio]{appearance:none;width:1.15em;height:1.15em;margin:0;border:1px solid var(--m);background:var(--b);flex:0 0 auto}"
    "input[type=radio]{border-radius:50%} input[type=checkbox]{border-radius:min(var(--r),4px)}"
)
_FILLED = _BOX + (
    "input:checked{border-color:var(--a);background:@tick_on var(--a)} input[type=radio]:checked{background:radial-gradient(var(--o) 32%,var(--a) 38%)}"
)
_INKED = _BOX + (
    "input[type=checkbox]:checked{background:@tick_ink var(--b)} input[type=radio]:checked{background:radial-gradient(var(--t) 32%,var(--b) 38%)}"
)
_PARTS: dict[str, tuple[str, str, str, str]] = {
    "adwaita": (
        "background:var(--b);border:1px solid var(--l);border-radius:5px;padding:calc(@py + 2px) 8px",
        "background:var(--n);border:1px solid var(--l);border-radius:5px;padding:calc(@py + 2px) calc(@px + 6px)",
        _FILLED,
        ".win{border-radius:9px 9px 0 0;border:1px solid var(--l);box-shadow:0 4px 18px #0007} .primary{background:var(--a);color:var(--o)} "
        ".tab{border-bottom:3px solid transparent} .tab.on{border-color:var(--a)} .tabs{border-bottom:1px solid var(--l)}",
    ),
    "fusion": (
        "background:var(--b);border:1px solid var(--l);border-radius:2px;padding:calc(@py - 1px) 4px",
        "background:linear-gradient(color-mix(in srgb,var(--n),white 12%),var(--n));border:1px solid var(--l);border-radius:2px;padding:@py calc(@px + 8px)",
        _INKED,
        ".tab{border:1px solid var(--l);border-bottom:0;background:var(--s);border-radius:2px 2px 0 0} .tab.on{background:var(--w)} .pane{border:1px solid var(--l)} "
        ".win{border:1px solid var(--l)} .primary{border-color:var(--a)}",
    ),
    "classic": (
        "background:var(--b);border:2px inset var(--w);padding:calc(@py - 1px) 3px",
        "background:var(--n);border:2px outset var(--n);padding:@py calc(@px + 6px)",
        _INKED + "input[type=checkbox]{border:2px inset var(--w);border-radius:0}",
        ".win{border:2px outset var(--w)} .tab{border:2px outset var(--w);border-bottom:0} .tab.on{padding-bottom:7px} .pane{border:2px outset var(--w)} "
        ".tw,.lst{border:2px inset var(--w)} th{border:1px outset var(--n)} .primary{outline:1px solid var(--t)}",
    ),
    "mac": (
        "background:var(--b);border:1px solid var(--l);border-radius:4px;padding:calc(@py - 1px) 6px",
        "background:var(--b);border:0;border-radius:6px;padding:@py calc(@px + 8px);box-shadow:0 0 0 .5px var(--m),0 1px 1px #0003",
        _FILLED,
        ".win{border-radius:10px;box-shadow:0 8px 30px #0008,0 0 0 1px var(--l)} .primary{background:var(--a);color:var(--o)} "
        ".tabs{justify-content:center} .tab{border:1px solid var(--l);background:var(--b)} .tab.on{background:var(--a);color:var(--o)} .pane{border:1px solid var(--l);border-radius:6px}",
    ),
    "material": (
        "background:var(--s);border:0;border-bottom:1px solid var(--m);border-radius:4px 4px 0 0;padding:calc(@py + 4px) 8px",
        "background:transparent;color:inherit;border:0;border-radius:4px;padding:calc(@py + 4px) calc(@px + 8px);font-weight:500",
        _FILLED,
        ".primary,.key{background:var(--a);color:var(--o);box-shadow:0 1px 4px #0006} .tab{padding:10px 16px} .tab.on{border-bottom:2px solid var(--a)} "
        ".win{box-shadow:0 2px 12px #0006} .group{border:0;box-shadow:0 1px 4px #0005;background:var(--b)}",
    ),
    "bootstrap": (
        "background:var(--b);border:1px solid var(--l);border-radius:6px;padding:calc(@py + 3px) 10px",
        "background:var(--n);border:1px solid var(--m);border-radius:6px;padding:calc(@py + 3px) calc(@px + 8px)",
        _FILLED,
        ".primary{background:var(--a);color:var(--o);border-color:var(--a)} .tab{border:1px solid transparent;border-radius:6px 6px 0 0} "
        ".tab.on{border-color:var(--l) var(--l) var(--w)} .tabs{border-bottom:1px solid var(--l)} .win{border:1px solid var(--l)} td{border-top:1px solid var(--l)}",
    ),
    "flat": (
        "background:var(--b);border:1px solid var(--l);border-radius:var(--r);padding:@py 6px",
        "background:var(--a);color:var(--o);border:0;border-radius:var(--r);padding:calc(@py + 1px) calc(@px + 6px)",
        _INKED,
        ".tool{color:var(--t);background:transparent} .tab.on{background:var(--a);color:var(--o)} .win{border:1px solid var(--l)} .key{background:var(--n);color:var(--t)}",
    ),
    "windows": (
        "background:var(--b);border:1px solid var(--m);padding:calc(@py - 1px) 4px;border-radius:0",
        "background:var(--n);border:1px solid var(--m);padding:calc(@py - 1px) calc(@px + 10px);border-radius:0",
        _FILLED + "input[type=checkbox]{border-radius:0}",
        ".primary{border:2px solid var(--a)} .tab{border:1px solid var(--l);border-bottom:0;background:var(--s)} .tab.on{background:var(--b);padding-top:7px} "
        ".pane{border:1px solid var(--l)} .win{border:1px solid var(--a);box-shadow:0 2px 8px #0006}",
    ),
}
