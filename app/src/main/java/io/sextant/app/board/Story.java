package io.sextant.app.board;

import io.sextant.app.demand.Axis;
import io.sextant.app.platform.ui.Lang;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A brief told in one language: all its words are chosen and its figures set, so that page, PDF and slides say the
/// same.
///
/// @param organisation who signs; empty before the first set-up
/// @param title what the brief is called
/// @param scope what it covers
/// @param day the day it was made, in words
/// @param madeBy who made it
/// @param headline the finding of all findings, one sentence
/// @param figures the figures that prove it, at most four
/// @param chapters what there is to say, one finding each
/// @param sources where the figures come from, one sentence each
/// @param empty whether there is nothing to tell yet
public record Story(
        Lang lang,
        String organisation,
        String title,
        String scope,
        String day,
        String madeBy,
        String headline,
        List<Figure> figures,
        List<Chapter> chapters,
        List<String> sources,
        boolean empty) {

    public Story {
        figures = List.copyOf(figures);
        chapters = List.copyOf(chapters);
        sources = List.copyOf(sources);
    }

    /// A figure with its name.
    ///
    /// @param value the figure, set in the language
    /// @param change how it differs from the brief before; absent without one
    /// @param provenance how it was obtained, in a few words
    /// @param query query string of the register's list behind it; absent when there is none
    public record Figure(
            String label,
            String value,
            @Nullable String change,
            String provenance,
            @Nullable String query) {}

    /// A finding with what proves it: a page section, a slide.
    ///
    /// @param id short name, for addresses and tests
    /// @param title the finding, one sentence
    /// @param lead what else must be known to read it rightly; empty when nothing
    /// @param blocks what proves it, at most two, shown side by side where there is room
    /// @param provenance how the figures were obtained and when
    /// @param notes what a speaker may need
    public record Chapter(
            String id, String title, String lead, List<Block> blocks, String provenance, List<String> notes) {
        public Chapter {
            blocks = List.copyOf(blocks);
            notes = List.copyOf(notes);
        }
    }

    /// Something to look at.
    public sealed interface Block permits Bars, Axes, Table, Events, Asks {
        /// What it shows, a few words.
        String title();
    }

    /// A bar chart, at most ten bars. Where `before` is there, each bar has a fainter one of the brief before.
    ///
    /// @param now name of the series
    /// @param before name of the series of the brief before; absent without one
    /// @param upright columns along time rather than bars
    /// @param alt the chart in words
    public record Bars(String title, String now, @Nullable String before, boolean upright, List<Bar> bars, String alt)
            implements Block {
        public Bars {
            bars = List.copyOf(bars);
        }

        /// The longest bar's value, 1 at least.
        public long most() {
            return bars.stream()
                    .mapToLong(b -> Math.max(b.value(), b.before() == null ? 0 : b.before()))
                    .reduce(1, Math::max);
        }
    }

    /// A bar.
    ///
    /// @param value what it stands for
    /// @param shown the value, set in the language
    /// @param before the value of the brief before; absent without one
    /// @param tone what it is among the others
    /// @param query query string of the register's list behind it; absent when there is none
    public record Bar(
            String label,
            long value,
            String shown,
            @Nullable Long before,
            Tone tone,
            @Nullable String query) {}

    /// What a bar is among the others.
    public enum Tone {
        /// One of those the chart is about.
        MAIN,
        /// All the others together.
        OTHERS,
        /// What nobody has said.
        UNKNOWN
    }

    /// How much is known on the six axes.
    ///
    /// @param alt the figure in words
    public record Axes(String title, List<AxisLine> lines, String alt) implements Block {
        public Axes {
            lines = List.copyOf(lines);
        }

        /// Whether every axis is read.
        public boolean whole() {
            return lines.stream().allMatch(line -> line.share() != null);
        }
    }

    /// What is known on one axis.
    ///
    /// @param question what the axis asks
    /// @param share share of the use cases that it has an answer for, 0 to 1; absent while it is not read
    /// @param standing the same in words
    public record AxisLine(
            Axis axis,
            String name,
            String question,
            @Nullable Double share,
            String standing) {}

    /// A table.
    ///
    /// @param columns its columns, the first of which heads the row
    /// @param rest what was left out, in words; absent when nothing was
    public record Table(
            String title,
            List<Column> columns,
            List<List<Cell>> rows,
            @Nullable String rest) implements Block {
        public Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    /// A column.
    ///
    /// @param width its share of the width; all together make 1
    /// @param figures whether it holds numbers
    public record Column(String heading, double width, boolean figures) {}

    /// A cell.
    ///
    /// @param text its first line; empty when there are only `lines`
    /// @param lines further lines, quieter
    /// @param query query string of the register's list behind it; absent when there is none
    public record Cell(
            String text, List<Line> lines, @Nullable String query) {
        public Cell {
            lines = List.copyOf(lines);
        }

        static Cell of(String text) {
            return new Cell(text, List.of(), null);
        }
    }

    /// A further line of a cell.
    ///
    /// @param useCase identifier of the use case it names; absent when it names none
    public record Line(String text, @Nullable String useCase) {
        static Line of(String text) {
            return new Line(text, null);
        }
    }

    /// What happened, one line each.
    public record Events(String title, List<Event> events) implements Block {
        public Events {
            events = List.copyOf(events);
        }
    }

    /// Something that happened.
    ///
    /// @param details which ones, one line each
    public record Event(String text, List<String> details) {
        public Event {
            details = List.copyOf(details);
        }
    }

    /// What the board is asked to decide.
    public record Asks(String title, List<Ask> asks) implements Block {
        public Asks {
            asks = List.copyOf(asks);
        }
    }

    /// A question to the board.
    ///
    /// @param question what to decide
    /// @param why what makes one ask
    /// @param count how many use cases it is about, set in the language
    /// @param query query string of the register's list behind it
    public record Ask(String question, String why, String count, String query) {}
}
