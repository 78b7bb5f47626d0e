//! Pictures of a pool over time: for a terminal, as SVG, and in a page of HTML. Everything here is pure: numbers and
//! texts in, text out, the same for the same.

pub mod axis;
pub mod html;
mod legend;
pub mod markup;
mod palette;
pub mod picture;
pub mod staircase;
pub mod svg;
pub mod terminal;

pub use picture::{Band, Picture, Point};
