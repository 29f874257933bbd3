package io.vectra.jdbc;

import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Calendar;

/** Reads java.sql's points in time as the local date and time in a calendar's zone. */
final class CalendarTimes {
    private CalendarTimes() {}

    static LocalDate date(Date value, Calendar calendar) {
        return local(Instant.ofEpochMilli(value.getTime()), calendar).toLocalDate();
    }

    static LocalTime time(Time value, Calendar calendar) {
        return local(Instant.ofEpochMilli(value.getTime()), calendar).toLocalTime();
    }

    static LocalDateTime timestamp(Timestamp value, Calendar calendar) {
        return local(value.toInstant(), calendar);
    }

    private static LocalDateTime local(Instant instant, Calendar calendar) {
        return LocalDateTime.ofInstant(instant, calendar.getTimeZone().toZoneId());
    }
}
