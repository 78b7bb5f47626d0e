//! Colours and letters of pictures in SVG. The colours are those of Okabe and Ito (2008), told apart by the colour-blind
//! too, and a shade lighter where the page is dark.

use super::picture::Band;

/// The style of every picture, for light and for dark.
pub(super) const STYLE: &str = "\
.chart{font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;font-variant-numeric:tabular-nums}
.chart .paper{fill:#ffffff}.chart text{fill:#1f2328}.chart .faint{fill:#59636e}
.chart .grid{stroke:#d1d9e0;stroke-width:1}.chart .axis{stroke:#59636e;stroke-width:1}
.chart .busy{fill:#0072b2}.chart .cooling{fill:#e69f00}.chart .starting{fill:#cc79a7}.chart .ready{fill:#009e73}
.chart .band{stroke:#ffffff;stroke-width:.6}
.chart .max{fill:none;stroke:#1f2328;stroke-width:1.6;stroke-dasharray:6 4}
.chart .asked{stroke:#59636e;stroke-width:1;stroke-dasharray:2 3}
.chart .waiting{fill:none;stroke:#1f2328;stroke-width:1.8}.chart .queue{fill:#1f2328;opacity:.12}
.chart .refused{fill:none;stroke:#c04a00;stroke-width:2}.chart .halo{paint-order:stroke;stroke:#ffffff;stroke-width:3px}
@media (prefers-color-scheme:dark){
.chart .paper{fill:#0d1117}.chart text{fill:#e6edf3}.chart .faint{fill:#9aa5b1}
.chart .grid{stroke:#2b323b}.chart .axis{stroke:#9aa5b1}
.chart .busy{fill:#4a9fd8}.chart .cooling{fill:#f0b93a}.chart .starting{fill:#d98fb8}.chart .ready{fill:#2fb88f}
.chart .band{stroke:#0d1117}.chart .max{stroke:#e6edf3}.chart .asked{stroke:#9aa5b1}
.chart .waiting{stroke:#e6edf3}.chart .queue{fill:#e6edf3;opacity:.18}
.chart .refused{stroke:#ff8a4c}.chart .halo{stroke:#0d1117}
}
";

/// The class of a band.
pub(super) fn class(band: Band) -> &'static str {
    match band {
        Band::Busy => "busy",
        Band::Cooling => "cooling",
        Band::Starting => "starting",
        Band::Ready => "ready",
    }
}
