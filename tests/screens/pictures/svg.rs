//! A screen as a picture: what a terminal would show, as SVG, without asking any font for the shapes that matter.
//!
//! Blocks, shades and rules are drawn as rectangles; letters are text that is stretched over its own cells, so that whatever font the
//! reader has, all stands where it stands in a terminal.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use temoin::tui::theme::Background;
use unicode_width::UnicodeWidthStr;

/// A cell, in the picture's own units: twice as high as wide, as in most terminals.
const WIDTH: u32 = 9;
const HEIGHT: u32 = 18;

/// Foreground and background of a terminal that was asked for nothing else, and its first eight colours.
struct Ink {
    letters: &'static str,
    paper: &'static str,
    colours: [&'static str; 8],
}

const ON_DARK: Ink = Ink {
    letters: "#d8d8d8",
    paper: "#141414",
    colours: ["#000000", "#e05555", "#4fb86b", "#e5c04a", "#6f9ce8", "#cf7ad0", "#4fb9c9", "#bdbdbd"],
};

const ON_LIGHT: Ink = Ink {
    letters: "#1c1c1c",
    paper: "#fdfdfb",
    colours: ["#000000", "#b3261e", "#1f7a3d", "#d9a400", "#1d4fa3", "#8b2f8f", "#0f7285", "#8a8a8a"],
};

/// One cell's look after reversal.
#[derive(Clone, PartialEq)]
struct Look {
    letters: String,
    paper: String,
    is_bold: bool,
    is_faint: bool,
    is_underlined: bool,
}

/// A whole picture, with a head of its own.
pub fn picture(buffer: &Buffer, background: Background) -> String {
    let (width, height) = size(buffer);
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\">\n{}</svg>\n", inner(buffer, background))
}

/// Many pictures on one, each below its name.
pub fn sheet(pictures: &[(String, Buffer)], background: Background) -> String {
    const GAP: u32 = 24;
    const ACROSS: usize = 3;
    let (width, height) = pictures.first().map_or((0, 0), |(_, buffer)| size(buffer));
    let (step, row) = (width + GAP, height + 2 * GAP);
    let rows = pictures.len().div_ceil(ACROSS) as u32;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\">\n<rect width=\"100%\" height=\"100%\" fill=\"#777\"/>\n",
        GAP + step * ACROSS as u32,
        GAP + row * rows
    );
    for (at, (name, buffer)) in pictures.iter().enumerate() {
        let (x, y) = (GAP + step * (at % ACROSS) as u32, GAP + row * (at / ACROSS) as u32);
        let below = y + GAP;
        let name = escaped(name);
        writeln!(svg, "<text x=\"{x}\" y=\"{}\" font-family=\"sans-serif\" font-size=\"16\" fill=\"#fff\">{name}</text>", y + 16)
            .unwrap();
        writeln!(svg, "<svg x=\"{x}\" y=\"{below}\" width=\"{width}\" height=\"{height}\">\n{}</svg>", inner(buffer, background))
            .unwrap();
    }
    svg + "</svg>\n"
}

fn size(buffer: &Buffer) -> (u32, u32) {
    (u32::from(buffer.area.width) * WIDTH, u32::from(buffer.area.height) * HEIGHT)
}

fn inner(buffer: &Buffer, background: Background) -> String {
    let ink = if background == Background::Light { &ON_LIGHT } else { &ON_DARK };
    let mut svg = format!(
        "<rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n<g font-family=\"'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"15\">\n",
        ink.paper
    );
    let width = usize::from(buffer.area.width.max(1));
    for (row, cells) in buffer.content.chunks(width).enumerate() {
        for (column, count, text, look) in runs(cells, ink) {
            draw(&mut svg, (column as u32, row as u32, count as u32), &text, &look, ink);
        }
    }
    svg + "</g>\n"
}

/// Neighbours that look alike: column, cells, text. Words part runs too, so that stretching moves no letter far.
fn runs(cells: &[Cell], ink: &Ink) -> Vec<(usize, usize, String, Look)> {
    let mut found: Vec<(usize, usize, String, Look)> = Vec::new();
    let mut column = 0;
    while column < cells.len() {
        let symbol = cells[column].symbol();
        let (count, look) = (symbol.width().max(1), look(&cells[column], ink));
        match found.last_mut() {
            Some((_, cells, text, last)) if *last == look && belongs(text, symbol) => {
                text.push_str(symbol);
                *cells += count;
            }
            _ => found.push((column, count, symbol.to_owned(), look)),
        }
        column += count;
    }
    found
}

/// Spaces stand with spaces, shapes with the same shape, letters with letters.
fn belongs(text: &str, symbol: &str) -> bool {
    let first = text.chars().next().unwrap_or(' ');
    let next = symbol.chars().next().unwrap_or(' ');
    match (first == ' ', next == ' ', is_drawn(first) || is_drawn(next)) {
        (true, true, _) => true,
        (false, false, false) => true,
        (false, false, true) => first == next,
        _ => false,
    }
}

fn look(cell: &Cell, ink: &Ink) -> Look {
    let letters = colour(cell.fg, ink).unwrap_or(ink.letters).to_owned();
    let paper = colour(cell.bg, ink).unwrap_or(ink.paper).to_owned();
    let is_reversed = cell.modifier.contains(Modifier::REVERSED);
    let (letters, paper) = if is_reversed { (paper, letters) } else { (letters, paper) };
    Look {
        letters,
        paper,
        is_bold: cell.modifier.contains(Modifier::BOLD),
        is_faint: cell.modifier.contains(Modifier::DIM),
        is_underlined: cell.modifier.contains(Modifier::UNDERLINED),
    }
}

fn colour(colour: Color, ink: &Ink) -> Option<&'static str> {
    let number = match colour {
        Color::Black => 0,
        Color::Red | Color::LightRed => 1,
        Color::Green | Color::LightGreen => 2,
        Color::Yellow | Color::LightYellow => 3,
        Color::Blue | Color::LightBlue => 4,
        Color::Magenta | Color::LightMagenta => 5,
        Color::Cyan | Color::LightCyan => 6,
        Color::Gray => 7,
        Color::DarkGray => return Some("#707070"),
        Color::White => return Some(ink.letters),
        _ => return None,
    };
    Some(ink.colours[number])
}

fn draw(svg: &mut String, (column, row, count): (u32, u32, u32), text: &str, look: &Look, ink: &Ink) {
    let (x, y, width) = (column * WIDTH, row * HEIGHT, count * WIDTH);
    if look.paper != ink.paper {
        rectangle(svg, (f64::from(x), f64::from(y), f64::from(width), f64::from(HEIGHT)), &look.paper, 1.0);
    }
    let first = text.chars().next().unwrap_or(' ');
    if look.is_underlined && (first == ' ' || is_drawn(first)) {
        let below = f64::from(y + HEIGHT) - 2.0;
        rectangle(svg, (f64::from(x), below, f64::from(width), 1.0), &look.letters, 1.0);
    }
    if is_drawn(first) {
        let strength = if look.is_faint { 0.6 } else { 1.0 };
        for (left, top, right, bottom, shade) in shape(first) {
            for cell in repeated(left, right, count) {
                let (from, to) = (f64::from(x) + cell.0 * f64::from(WIDTH), f64::from(x) + cell.1 * f64::from(WIDTH));
                let (top, bottom) = (top * f64::from(HEIGHT), bottom * f64::from(HEIGHT));
                rectangle(svg, (from, f64::from(y) + top, to - from, bottom - top), &look.letters, strength * shade);
            }
        }
    } else if first != ' ' {
        let weight = if look.is_bold { " font-weight=\"bold\"" } else { "" };
        let faint = if look.is_faint { " opacity=\"0.6\"" } else { "" };
        let line = if look.is_underlined { " text-decoration=\"underline\"" } else { "" };
        let (below, letters, text) = (y + 14, &look.letters, escaped(text));
        let stretch = format!("textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\"");
        writeln!(svg, "<text x=\"{x}\" y=\"{below}\" {stretch} fill=\"{letters}\"{weight}{faint}{line}>{text}</text>").unwrap();
    }
}

/// A part of a cell for each of `count` cells; one long part where they touch.
fn repeated(left: f64, right: f64, count: u32) -> Vec<(f64, f64)> {
    if left == 0.0 && right == 1.0 {
        return vec![(0.0, f64::from(count))];
    }
    (0..count).map(|cell| (f64::from(cell) + left, f64::from(cell) + right)).collect()
}

fn rectangle(svg: &mut String, (x, y, width, height): (f64, f64, f64, f64), fill: &str, strength: f64) {
    let opacity = if strength < 1.0 { format!(" opacity=\"{strength:.2}\"") } else { String::new() };
    writeln!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"{opacity}/>").unwrap();
}

fn is_drawn(sign: char) -> bool {
    matches!(sign, '\u{2580}'..='\u{2593}' | '─' | '│' | '┌' | '┐' | '└' | '┘' | '├' | '┤' | '┬' | '┴' | '┼' | '┃')
}

/// The rectangles of a sign, in parts of its cell: left, top, right, bottom, and how much of it is ink.
fn shape(sign: char) -> Vec<(f64, f64, f64, f64, f64)> {
    const THIN: (f64, f64) = (0.45, 0.55);
    let across = |from: f64, to: f64| (from, 0.47, to, 0.53, 1.0);
    let down = |from: f64, to: f64| (THIN.0, from, THIN.1, to, 1.0);
    match sign {
        '▀' => vec![(0.0, 0.0, 1.0, 0.5, 1.0)],
        '▁'..='█' => vec![(0.0, 1.0 - f64::from(sign as u32 - 0x2580) / 8.0, 1.0, 1.0, 1.0)],
        '▉'..='▏' => vec![(0.0, 0.0, f64::from(0x2590 - sign as u32) / 8.0, 1.0, 1.0)],
        '▐' => vec![(0.5, 0.0, 1.0, 1.0, 1.0)],
        '░' => vec![(0.0, 0.0, 1.0, 1.0, 0.25)],
        '▒' => vec![(0.0, 0.0, 1.0, 1.0, 0.5)],
        '▓' => vec![(0.0, 0.0, 1.0, 1.0, 0.75)],
        '─' => vec![across(0.0, 1.0)],
        '│' => vec![down(0.0, 1.0)],
        '┃' => vec![(0.35, 0.0, 0.65, 1.0, 1.0)],
        '┌' => vec![across(THIN.0, 1.0), down(0.5, 1.0)],
        '┐' => vec![across(0.0, THIN.1), down(0.5, 1.0)],
        '└' => vec![across(THIN.0, 1.0), down(0.0, 0.5)],
        '┘' => vec![across(0.0, THIN.1), down(0.0, 0.5)],
        '├' => vec![across(THIN.0, 1.0), down(0.0, 1.0)],
        '┤' => vec![across(0.0, THIN.1), down(0.0, 1.0)],
        '┬' => vec![across(0.0, 1.0), down(0.5, 1.0)],
        '┴' => vec![across(0.0, 1.0), down(0.0, 0.5)],
        _ => vec![across(0.0, 1.0), down(0.0, 1.0)],
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
