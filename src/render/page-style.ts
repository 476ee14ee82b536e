import { createHash } from "node:crypto";
import { type Category, SEVERITIES, type Severity } from "../core/model/finding.ts";

const CATEGORIES: readonly Category[] = ["cost", "upgrade", "reliability"];

/** What a page can show alone without a script: the part of its address behind # names one. */
export const PICKS: readonly (Severity | Category)[] = [...SEVERITIES.toReversed(), ...CATEGORIES];

const LIGHT = `--page:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--pane:#f6f8fa;--link:#0550ae;
--critical:#a40e26;--high:#9a3412;--medium:#7d4e00;--low:#0550ae;--info:#57606a;
--part-1:#0969da;--part-2:#8250df;--part-3:#bc4c00;--part-4:#1a7f37;--part-5:#6e7781;
--allocatable:#1a7f37;--kube:#9a6700;--eviction:#a40e26;--used:#8c959f;--need-1:#9a3412;--need-2:#c76b1f;--need-3:#dfa75a;`;
const DARK = `--page:#0d1117;--ink:#e6edf3;--soft:#9da7b1;--line:#3d444d;--pane:#161b22;--link:#79c0ff;
--critical:#ff9492;--high:#ffb077;--medium:#e3b341;--low:#79c0ff;--info:#9da7b1;
--part-1:#58a6ff;--part-2:#bc8cff;--part-3:#f0883e;--part-4:#3fb950;--part-5:#8b949e;
--allocatable:#3fb950;--kube:#d29922;--eviction:#ff7b72;--used:#6e7681;--need-1:#ffb077;--need-2:#d9822b;--need-3:#8a5a2b;`;

export const STYLE = `:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:72rem;margin:0 auto;padding:1rem 1.25rem}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,input:focus-visible,textarea:focus-visible,button:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;background:var(--page);padding:.25rem .5rem}
h1{font-size:1.5rem;line-height:1.3;margin:.5rem 0}
h2{font-size:1.2rem;margin:2rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--line)}
main>section:first-child>h2,main>h2:first-child{margin-top:0}
h2.part{font-size:1rem;border:0;margin:1.1rem 0 .35rem;padding:0}
h3{font-size:1rem;margin:0;display:inline}
h4{font-size:.9rem;margin:1.1rem 0 .35rem}
p{margin:.4rem 0}
.soft{color:var(--soft)}
.small{font-size:.875rem}
.hidden{position:absolute;left:-99rem}
ul.plain,ol.plain{list-style:none;margin:0;padding:0}
nav ul,ul.inline{list-style:none;display:flex;flex-wrap:wrap;gap:.35rem 1rem;margin:.4rem 0;padding:0}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:left;color:var(--soft);font-size:.875rem;padding-bottom:.35rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line)}
th{font-weight:600;color:var(--soft);white-space:nowrap}
td:first-child{min-width:8.5rem}
th.number,td.number{text-align:right;font-variant-numeric:tabular-nums}
th.number{white-space:normal}
th{overflow-wrap:break-word}
td.number{min-width:4.25rem}
table.dense td:first-child{min-width:10.5rem}
pre{background:var(--pane);border:1px solid var(--line);border-radius:.35rem;padding:.5rem .75rem;margin:.35rem 0;white-space:pre-wrap}
pre,code{font-family:ui-monospace,"Cascadia Mono",Menlo,Consolas,monospace;font-size:.85rem}
details{border:1px solid var(--line);border-radius:.5rem;margin:.5rem 0}
details>summary{cursor:pointer;padding:.6rem .9rem}
.line{display:block}
details>summary .line{padding-left:1.1rem}
details[open]>summary{border-bottom:1px solid var(--line);background:var(--pane);border-radius:.5rem .5rem 0 0}
.body{padding:.25rem .9rem .9rem 2rem}
.row{border:1px solid var(--line);border-radius:.5rem;margin:.5rem 0;padding:.6rem .9rem}
.worth,.strong{font-weight:600}
.thin{font-weight:400}
.whole{white-space:nowrap}
.severity{display:inline-block;border:1px solid currentColor;border-radius:1rem;padding:0 .55rem;font-size:.8rem;font-weight:600;line-height:1.4}
.critical{color:var(--critical)}.high{color:var(--high)}.medium{color:var(--medium)}.low{color:var(--low)}.info{color:var(--info)}
.notice{border-left:.3rem solid var(--high);background:var(--pane);padding:.5rem .9rem;margin:.5rem 0}
form{margin:.5rem 0}
label{display:block;font-weight:600;margin:.6rem 0 .2rem}
input,textarea{font:inherit;color:inherit;background:var(--page);border:1px solid var(--soft);border-radius:.35rem;padding:.4rem .6rem;max-width:100%}
textarea{display:block;width:100%;min-height:5rem}
button{font:inherit;font-weight:600;color:var(--page);background:var(--link);border:1px solid var(--link);border-radius:.35rem;padding:.45rem 1.1rem;margin:.75rem 0 .25rem;cursor:pointer}
svg{display:block;width:100%}
svg.bar{height:.8rem}
svg.months{height:5rem}
svg .ground{fill:var(--line)}
svg .today{fill:var(--ink)}
${[1, 2, 3, 4, 5].map((part) => `svg .part-${part}{fill:var(--part-${part})}`).join("")}
svg .allocatable{fill:var(--allocatable)}svg .kube{fill:var(--kube)}svg .eviction{fill:var(--eviction)}
.key{display:inline-block;width:.8rem;height:.8rem;vertical-align:-.08rem;margin-right:.35rem}
.key svg{height:.8rem}
svg .used{fill:var(--used)}
${[1, 2, 3].map((need) => `svg .need-${need}{fill:var(--need-${need})}`).join("")}
td svg{margin:.3rem 0}
.gauge{margin:.35rem 0 .7rem}
.pair{display:grid;grid-template-columns:max-content 1fr max-content;gap:.3rem .75rem;align-items:center;max-width:40rem}
.pair .number{text-align:right;font-variant-numeric:tabular-nums}
.facts{padding-left:1.1rem}
.facts li{margin:.4rem 0}
ul.names{list-style:none;columns:16rem;padding-top:.5rem}
nav details.filter{display:inline-block;vertical-align:top;margin:.25rem .5rem .25rem 0}
nav details.filter[open]{display:block}
nav details.filter>summary{padding:.25rem .75rem}
nav details.filter ul{display:block;columns:20rem;margin:0;padding:.5rem .9rem}
.months-row{margin:.5rem 0 1rem}
${PICKS.map((pick) => `#only-${pick}:target~ol>li:not(.is-${pick})`).join(",")}{display:none}
@media (max-width:40rem){
header,main,footer{padding:.75rem .9rem}
.body{padding-left:.9rem}
table,tbody,tr,td,caption{display:block;width:auto}
thead{position:absolute;left:-99rem}
tr{border-bottom:1px solid var(--line);padding:.4rem 0}
td,td.number{border:0;padding:.1rem 0;text-align:left;display:flex;gap:.75rem;justify-content:space-between}
td.number{text-align:right}
td::before{content:attr(data-label);color:var(--soft);flex:none}
td:empty{display:none}
td.wide{display:block}
td.wide::before{display:block}
td:first-child,td.number,table.dense td:first-child{min-width:0}
td:first-child{font-weight:600}
table.dense tr{display:grid;grid-template-columns:1fr 1fr;column-gap:1.75rem}
table.dense td:not(.number){grid-column:1/-1}
td:first-child::before,td[data-label=""]::before{display:none}
.pair{grid-template-columns:max-content 1fr max-content}
}
@media print{details{break-inside:avoid}}`;

/**
 * What a server says beside a page: nothing is loaded from anywhere, nothing runs, the one style is known by its hash, and a form, where
 * there is one, goes back to where the page came from.
 */
const policy = (formAction: "'none'" | "'self'"): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
    "base-uri 'none'",
    `form-action ${formAction}`,
    "frame-ancestors 'none'",
  ].join("; ");

export const CONTENT_SECURITY_POLICY = policy("'none'");
/** Of a page with a form. */
export const FORM_SECURITY_POLICY = policy("'self'");
