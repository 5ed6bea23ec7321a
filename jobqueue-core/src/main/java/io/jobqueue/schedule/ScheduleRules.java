package io.jobqueue.schedule;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Objects;

import io.jobqueue.JobSchedule;
import io.jobqueue.JobSchedule.Origin;
import io.jobqueue.Misfire;
import io.jobqueue.Overlap;
import io.jobqueue.schedule.timing.Jitter;
import io.jobqueue.schedule.timing.TickPlan;
import io.jobqueue.schedule.timing.Timing;
import io.jobqueue.schedule.timing.Zones;
import io.jobqueue.serialization.PayloadMask;
import io.jobqueue.store.form.StoredFields;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.schedule.StoredSchedule;

import org.jspecify.annotations.Nullable;

/**
 * The definition of a schedule after all checks, with the form in which stores keep it.
 * It has either a cron expression or an interval.
 *
 * @param name its name
 * @param queue the queue of its jobs
 * @param cron its cron expression, {@code null} for none
 * @param every its interval, {@code null} for none
 * @param zone the zone of the cron expression
 * @param misfire what to do with missed ticks
 * @param misfireCap how many missed ticks to fire at most
 * @param overlap what to do while the last job has not ended
 * @param jitter the longest delay
 * @param origin where it is defined
 * @param details task, payload and options of its jobs
 * @param traits what capabilities keep of its jobs
 * @param payload a text that is the same for the same payload, which may be encrypted in
 * another way each time
 */
record ScheduleRules(String name, String queue, @Nullable String cron, @Nullable Duration every, ZoneId zone,
		Misfire misfire, int misfireCap, Overlap overlap, Duration jitter, Origin origin, JobDetails details,
		JobTraits traits, String payload) {

	/**
	 * Read the definition of a stored schedule.
	 * @throws RuntimeException if another release wrote it in a form of its own
	 */
	static ScheduleRules read(StoredSchedule schedule) {
		StoredFields fields = StoredFields.read(schedule.definition());
		JobDetails details = JobDetails.read(required(fields, "d"));
		String every = fields.get("e");
		return new ScheduleRules(schedule.name(), schedule.queue(), fields.get("c"),
				(every != null) ? Duration.ofMillis(Long.parseLong(every)) : null, Zones.of(required(fields, "z")),
				Misfire.valueOf(required(fields, "m")), Integer.parseInt(required(fields, "k")),
				Overlap.valueOf(required(fields, "o")), Duration.ofMillis(Long.parseLong(required(fields, "j"))),
				Origin.valueOf(required(fields, "g")), details, JobTraits.read(fields.get("t")), details.payload());
	}

	private static String required(StoredFields fields, String tag) {
		return Objects.requireNonNull(fields.get(tag), () -> "The definition has no field '" + tag + "'");
	}

	/** The text that {@link #read} reads. */
	String write() {
		return write(this.details);
	}

	private String write(JobDetails details) {
		StringBuilder text = new StringBuilder();
		StoredFields.append(text, "c", this.cron);
		StoredFields.append(text, "e", (this.every != null) ? this.every.toMillis() : null);
		StoredFields.append(text, "z", this.zone);
		StoredFields.append(text, "m", this.misfire);
		StoredFields.append(text, "k", this.misfireCap);
		StoredFields.append(text, "o", this.overlap);
		StoredFields.append(text, "j", this.jitter.toMillis());
		StoredFields.append(text, "g", this.origin);
		StoredFields.append(text, "t", this.traits.isEmpty() ? null : this.traits.write());
		StoredFields.append(text, "d", details.write());
		return text.toString();
	}

	/** A short text that is the same for the same definition only. */
	String fingerprint() {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest(write(this.details.withPayload(this.payload)).getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest, 0, 16);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	Timing timing() {
		return (this.cron != null) ? Timing.cron(this.cron, this.zone)
				: Timing.every(Objects.requireNonNull(this.every));
	}

	/** The delay of all jobs behind their ticks. */
	Duration delay() {
		return Jitter.of(this.name, this.jitter);
	}

	/** Whether all ticks are those of another definition. */
	boolean hasTicksOf(ScheduleRules other) {
		return Objects.equals(this.cron, other.cron) && Objects.equals(this.every, other.every)
				&& this.zone.equals(other.zone) && this.jitter.equals(other.jitter);
	}

	/** When it is due first, if it begins now; {@code null} if it never is. */
	@Nullable Instant firstDue(Instant now) {
		Instant tick = timing().first(now);
		return (tick != null) ? tick.plus(delay()) : null;
	}

	/**
	 * Whether it is due so long after its next ticks that its time was planned by a clock
	 * that was ahead.
	 */
	boolean isFarAhead(@Nullable Instant due, Instant now) {
		return due != null && timing().isFarAhead(due.minus(delay()), now);
	}

	/**
	 * When it is due first after now.
	 * @param due when it was to be due, {@code null} if that is not known
	 */
	@Nullable Instant nextDue(@Nullable Instant due, Instant now) {
		if (isFarAhead(due, now)) {
			return firstDue(now);
		}
		if (due == null || due.isAfter(now)) {
			return (due != null) ? due : firstDue(now);
		}
		Instant next = TickPlan.of(timing(), due.minus(delay()), now.minus(delay()), Misfire.ONCE, 1).next();
		return (next != null) ? next.plus(delay()) : null;
	}

	/** The schedule as it is shown to people. */
	JobSchedule info(StoredSchedule schedule, JobSchedule.State state, PayloadMask mask) {
		String payload = mask.payload(this.details.task(), this.details.payload());
		return new JobSchedule(this.name, this.details.task(), this.queue, payload, this.cron, this.every, this.zone,
				this.misfire, this.misfireCap, this.overlap, this.jitter, this.origin, state, schedule.due(),
				schedule.runs());
	}

}
