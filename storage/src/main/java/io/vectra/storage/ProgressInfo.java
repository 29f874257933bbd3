package io.vectra.storage;

import java.util.Objects;

/**
 * A long task that is running.
 *
 * @param id names it for {@link Database#cancelTask}
 * @param task what it does, such as {@code BUILD INDEX} or {@code VACUUM}
 * @param subject what it does it to, such as an index's or table's name
 * @param step the part that is running
 * @param done how many rows of this step are done
 * @param total how many there are; 0 if that is not known
 * @param rate how many rows a second
 * @param secondsLeft an estimate for this step, NaN without one
 */
public record ProgressInfo(
        long id, String task, String subject, String step, long done, long total, double rate, double secondsLeft) {
    public ProgressInfo {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(step, "step");
    }
}
