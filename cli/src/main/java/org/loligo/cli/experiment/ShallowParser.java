package org.loligo.cli.experiment;

import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.parser.Parser;

/** The events of a YAML text, which ends where its sections are nested deeper than the stack could follow. */
final class ShallowParser implements Parser {
    private static final int DEEPEST = 100;

    private final Parser events;
    private int depth;

    ShallowParser(Parser events) {
        this.events = events;
    }

    @Override
    public boolean hasNext() {
        return events.hasNext();
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return events.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return events.peekEvent();
    }

    @Override
    public Event next() {
        Event event = events.next();
        switch (event) {
            case MappingStartEvent _, SequenceStartEvent _ -> depth++;
            case MappingEndEvent _, SequenceEndEvent _ -> depth--;
            default -> { }
        }
        if (depth > DEEPEST) {
            throw new ParserException("sections and lists are nested more than " + DEEPEST + " deep", event.getStartMark());
        }
        return event;
    }
}
