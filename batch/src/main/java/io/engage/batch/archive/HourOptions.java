package io.engage.batch.archive;

import io.engage.archive.format.Hour;
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
    private Hour from = Hour.FIRST;

    @Option(
            names = "--to",
            paramLabel = "HOUR",
            converter = Converter.class,
            description = "the hour before which to end (default: after the last there is)")
    private Hour to = Hour.END;

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
                return Hour.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
