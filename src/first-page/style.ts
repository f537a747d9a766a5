import { header, palettes } from '../app/palettes.ts';

type Palette = (typeof palettes)[keyof typeof palettes];

const variables = ({ primary, background, text, success, warning, error, divider }: Palette) =>
  `--primary:${primary.main};--on-primary:${primary.contrastText};--page:${background.default};--paper:${background.paper};--text:${text.primary};--quiet:${text.secondary};--good:${success.main};--soon:${warning.main};--bad:${error.main};--line:${divider};`;

const light = `${variables(palettes.light)}--edge:rgb(0 0 0/23%);color-scheme:light;`;
const dark = `${variables(palettes.dark)}--edge:rgb(255 255 255/23%);color-scheme:dark;`;

/** The sizes that the library of components gives to what stands here, as far as places depend on them. */
export const firstPageStyle = `
:root{${light}}
@media (prefers-color-scheme:dark){:root:not([data-color-scheme=light]){${dark}}}
:root[data-color-scheme=dark]{${dark}}
.first-page{background:var(--page);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-font-smoothing:antialiased;min-height:100vh}
.first-page *{box-sizing:border-box}
.first-page p,.first-page h1{margin:0}
.first-page a{color:var(--primary);font-weight:600;text-decoration:none}
.first-page a:focus-visible,.first-page .scroller:focus-visible{outline:2px solid var(--primary);outline-offset:2px}
.first-page svg{width:20px;height:20px;fill:currentColor;flex-shrink:0}
.first-page header{position:sticky;top:0;z-index:3;background:${header.background};color:${header.text};border-bottom:1px solid var(--line)}
.first-page header div{display:flex;align-items:center;gap:8px;min-height:56px;padding:0 16px}
.first-page .menu{display:flex;padding:8px;margin-left:-12px}
.first-page .menu svg{width:24px;height:24px}
.first-page a.brand{display:flex;align-items:center;gap:8px;color:${header.text};font-weight:650}
.first-page .brand svg{color:${header.mark}}
.first-page .brand span{line-height:1.2;width:min-content}
.first-page .brand .long{display:none;width:auto}
.first-page main{padding:24px 16px;max-width:1680px;margin:0 auto}
.first-page .top{display:flex;gap:16px;flex-wrap:wrap;align-items:flex-start;margin-bottom:20px}
.first-page .titles{flex:1 1 320px;min-width:0}
.first-page .where{font-size:.875rem;line-height:1.43;color:var(--quiet)}
.first-page h1{font-size:1.625rem;font-weight:650;line-height:1.167;letter-spacing:-.01em;overflow-wrap:anywhere}
.first-page .intro{color:var(--quiet);margin-top:4px;max-width:720px}
.first-page .term{text-decoration:underline dotted;text-underline-offset:3px}
.first-page .actions{display:flex;gap:8px;flex-wrap:wrap}
.first-page .button{display:inline-flex;align-items:center;min-width:64px;padding:6px 8px;border-radius:8px;font-size:.875rem;font-weight:600;line-height:1.75;color:var(--primary)}
.first-page .button svg{margin:0 8px 0 -4px}
.first-page .end svg{margin:0 -4px 0 8px}
.first-page a.contained{padding:6px 16px;background:var(--primary);color:var(--on-primary)}
.first-page .bar{display:flex;gap:12px;flex-wrap:wrap;align-items:center;margin-bottom:12px}
.first-page .field{position:relative;height:40px;padding:7px 13px;border:1px solid var(--edge);border-radius:8px;line-height:24px}
.first-page .field small{position:absolute;top:-9px;left:9px;padding:0 5px;background:var(--page);color:var(--quiet);font-size:.75rem;line-height:17px}
.first-page .search{flex:1 1 200px;width:100%;max-width:420px;padding:0}
.first-page .search:focus-within{border-color:var(--primary);box-shadow:inset 0 0 0 1px var(--primary)}
.first-page .search input{width:100%;height:38px;padding:0 13px;border:0;outline:0;background:none;color:inherit;font:inherit}
.first-page .search small{top:0;left:0;padding:0 7px;font-size:1rem;line-height:23px;transform-origin:0 0;transform:translate(7.75px,-10px)scale(.75);pointer-events:none}
.first-page .search input:placeholder-shown:not(:focus)+small{background:none;transform:translate(6px,8px)}
.first-page .search input:focus+small{color:var(--primary)}
.first-page .status{min-width:150px;padding-top:8px}
.first-page .status svg{position:absolute;top:7px;right:6px;width:24px;height:24px;color:var(--quiet)}
.first-page .tools{display:flex;flex-wrap:wrap}
.first-page .bar p{margin-left:auto;font-size:.875rem;line-height:1.43;color:var(--quiet)}
.first-page .scroller{overflow:auto;max-height:max(320px,100dvh - 250px);border:1px solid var(--line);border-radius:8px;background:var(--paper)}
.first-page table{width:100%;table-layout:fixed;border-collapse:separate;border-spacing:0;font-size:.875rem}
.first-page th{position:sticky;top:0;z-index:2;height:38px;padding:6px 16px;border-bottom:1px solid var(--line);background:var(--paper);text-align:left;font-weight:600;line-height:1.5rem;white-space:nowrap}
.first-page th a{display:inline-flex;align-items:center;color:inherit}
.first-page th svg{width:18px;height:18px;margin:0 4px;opacity:0}
.first-page th[aria-sort] svg{opacity:1}
.first-page th[aria-sort=ascending] svg{transform:rotate(180deg)}
.first-page th a:is(:hover,:focus) svg{opacity:.5}
.first-page td{height:76px;padding:0 16px;border-top:1px solid var(--line);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.first-page.compact td{height:64px}
.first-page .select{width:44px;padding:0}
.first-page .select label{display:flex;align-items:center;justify-content:center;min-height:36px;height:100%}
.first-page .select input{width:18px;height:18px;margin:0}
.first-page .two-lines{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden;overflow-wrap:anywhere;white-space:normal;line-height:1.35}
.first-page .ends>span{display:inline-block;max-width:calc(100% - 8ch);overflow:hidden;text-overflow:ellipsis;vertical-align:bottom}
.first-page .chip{display:inline-block;max-width:100%;overflow:hidden;text-overflow:ellipsis;vertical-align:middle;padding:1px 8px;border:1px solid;border-radius:12px;font-size:.8125rem;font-weight:600;white-space:nowrap;color:var(--quiet)}
.first-page .good{color:var(--good)}.first-page .soon{color:var(--soon)}.first-page .bad{color:var(--bad)}
.first-page .from-720,.first-page .from-1200,.first-page .from-1500{display:none}
@media (min-width:600px){.first-page header div{padding:0 24px}.first-page .menu{margin-left:-12px}}
@media (min-width:720px){.first-page .from-720{display:table-cell}.first-page .under{display:none}.first-page td{height:52px}.first-page.compact td{height:40px}}
@media (min-width:900px){.first-page main{padding:24px}}
@media (min-width:1200px){.first-page .from-1200{display:table-cell}.first-page .menu{display:none}}
@media (min-width:1440px){.first-page .brand .short{display:none}.first-page .brand .long{display:inline}}
@media (min-width:1500px){.first-page .from-1500{display:table-cell}}
`;
