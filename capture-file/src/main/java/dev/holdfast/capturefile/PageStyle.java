package dev.holdfast.capturefile;

/// How the page looks, in light and in dark.
final class PageStyle {
    static final String CSS =
            """
            :root{--bg:#fbfaf8;--fg:#1d1d1f;--dim:#6b6b70;--line:#dcd9d2;--card:#fff;--bad:#b3261e;
            --wait:#c9d4e3;--run:#4a6fa5;--h0:#4a6fa5;--h1:#c2703d;--h2:#5b8c5a;--h3:#a54a7b;
            --h4:#8a7a2f;--h5:#3f8f93;--h6:#7a5ba6;--h7:#9a4b43;color-scheme:light dark}
            @media(prefers-color-scheme:dark){:root{--bg:#17181b;--fg:#e8e6e1;--dim:#9a9a9f;
            --line:#34363b;--card:#1f2125;--bad:#f2867e;--wait:#34435a;--run:#7fa3d8;--h0:#7fa3d8;
            --h1:#e09a68;--h2:#86bb84;--h3:#d682ab;--h4:#c5b564;--h5:#72c3c7;--h6:#a98bd6;
            --h7:#d08078}}
            body{margin:0;background:var(--bg);color:var(--fg);
            font:16px/1.5 system-ui,"Segoe UI",Helvetica,Arial,sans-serif}
            main{max-width:1020px;margin:0 auto;padding:2.2rem 1.2rem 4rem}
            h1{font-size:1.9rem;line-height:1.2;margin:.1rem 0 .6rem;overflow-wrap:anywhere}
            h2{font-size:1.15rem;margin:2.4rem 0 .3rem;border-bottom:1px solid var(--line);
            padding-bottom:.3rem}
            h3{font-size:1rem;margin:1.2rem 0 .2rem}
            .dim,.axis{color:var(--dim);fill:var(--dim);font-weight:400}
            .kind{color:var(--bad);text-transform:uppercase;letter-spacing:.08em;font-size:.8rem;
            margin:0;font-weight:600}
            dl{display:flex;flex-wrap:wrap;gap:.5rem 2.2rem;margin:.8rem 0}
            dt{color:var(--dim);font-size:.8rem}dd{margin:0;overflow-wrap:anywhere}
            .fault{list-style:none;padding:.6rem .9rem;margin:.8rem 0;background:var(--card);
            border-left:3px solid var(--bad);overflow-wrap:anywhere}
            code,pre{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;
            font-size:.84rem}
            pre{background:var(--card);border:1px solid var(--line);border-radius:6px;
            padding:.7rem .9rem;overflow-x:auto;margin:.6rem 0}
            svg{width:100%;height:auto;display:block;margin:.5rem 0;overflow:visible}
            svg text{font:12px system-ui,sans-serif;fill:var(--fg)}
            svg text.axis,svg text.number{fill:var(--dim);font-size:11.5px}
            .waits{fill:var(--wait);background:var(--wait)}
            .runs{fill:var(--run);background:var(--run)}.bad{background:var(--bad)}
            .guilty .runs{fill:var(--bad)}.guilty text{font-weight:700}
            .now{stroke:var(--fg);stroke-width:1.5}.gap{fill:var(--bg)}
            .space{fill:var(--card);stroke:var(--line)}.invisible{fill:var(--line);opacity:.45}
            .ribbon{opacity:.42}.ribbon:hover{opacity:.85}
            .hue0{fill:var(--h0);background:var(--h0)}.hue1{fill:var(--h1);background:var(--h1)}
            .hue2{fill:var(--h2);background:var(--h2)}.hue3{fill:var(--h3);background:var(--h3)}
            .hue4{fill:var(--h4);background:var(--h4)}.hue5{fill:var(--h5);background:var(--h5)}
            .hue6{fill:var(--h6);background:var(--h6)}.hue7{fill:var(--h7);background:var(--h7)}
            .lead{font-size:1.08rem;margin:.2rem 0 1rem;max-width:60rem;overflow-wrap:anywhere}
            .legend{color:var(--dim);font-size:.9rem;margin:.4rem 0}
            .legend .swatch:not(:first-child){margin-left:1.6em}
            .regions{list-style:none;padding:0;margin:.6rem 0}.regions b{margin-right:.4em}
            .swatch{display:inline-block;width:.8em;height:.8em;border-radius:2px;
            margin-right:.5em}
            .wide{overflow-x:auto}
            table{border-collapse:collapse;width:100%;font-size:.92rem}
            th,td{text-align:left;vertical-align:top;padding:.35rem .8rem .35rem 0}
            thead th{color:var(--dim);font-weight:400;font-size:.8rem}
            tbody th{font-weight:400;overflow-wrap:anywhere;min-width:11rem}
            tbody{border-top:1px solid var(--line)}
            td{white-space:nowrap}td[colspan]{padding-top:0;white-space:normal}
            summary{cursor:pointer;color:var(--dim);font-size:.85rem}
            pre{margin:.4rem 0 .6rem}
            .missing{color:var(--bad);margin:0 0 .5rem}
            """;

    private PageStyle() {}
}
