package io.engage.batch.archive;

import io.engage.archive.format.Hour;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which hours a job takes, as the command line says it. */
public final class HourOptions {
    @Option(
            names = "--from",
            paramLabel = "HOUR",
            converter = Converter.class,
            description = "the first hour of arrival, UTC: 2026-11-23 or 2026-11-23T05 (default: the first there is)")
    private Hour from = Archive.FIRST;

    @Option(
            names = "--to",
            paramLabel = "HOUR",
            converter = Converter.class,
            description = "the hour before which to end (default: after the last there is)")
    private Hour to = Archive.END;

    /** The first hour. */
    public Hour from() {
        return from;
    }

    /** The hour behind the last. */
    public Hour to() {
        return to;
    }

    private static final class Converter implements ITypeConverter<Hour> {
        @Override
        public Hour convert(String text) {
            try {
                return text.length() == 10
                        ? Hour.of(LocalDate.parse(text), 0)
                        : Hour.of(LocalDateTime.parse(text + ":00")
                                .toInstant(ZoneOffset.UTC)
                                .toEpochMilli());
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("'" + text + "' is no hour; write 2026-11-23 or 2026-11-23T05");
            }
        }
    }
}
