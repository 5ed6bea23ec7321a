package io.jobqueue.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobSchedule;
import io.jobqueue.Overlap;
import io.jobqueue.store.support.MonotonicIds;
import io.jobqueue.schedule.timing.TickPlan;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.schedule.ScheduleFiring;
import io.jobqueue.store.schedule.StoredSchedule;

import org.jspecify.annotations.Nullable;

/**
 * Creates the jobs of ticks. The headers of each have its tick and the tick of the job
 * before it.
 */
final class TickJobs {

	private final MonotonicIds ids;

	TickJobs(MonotonicIds ids) {
		this.ids = ids;
	}

	/** The firing of a schedule that is due, or whose waiting tick can be fired. */
	ScheduleFiring firing(StoredSchedule schedule, ScheduleRules rules, Instant now) {
		Duration delay = rules.delay();
		List<Instant> ticks = new ArrayList<>();
		if (schedule.waiting() != null) {
			ticks.add(schedule.waiting());
		}
		Instant due = schedule.due();
		if (due == null || due.isAfter(now)) {
			return new ScheduleFiring(schedule, due, rules.overlap(), null, jobs(schedule, rules, ticks));
		}
		TickPlan plan = TickPlan.of(rules.timing(), due.minus(delay), now.minus(delay), rules.misfire(),
				rules.misfireCap());
		ticks.addAll(plan.fire());
		return new ScheduleFiring(schedule, later(plan.next(), delay), rules.overlap(), plan.missed(),
				jobs(schedule, rules, ticks));
	}

	private static @Nullable Instant later(@Nullable Instant tick, Duration delay) {
		return (tick != null) ? tick.plus(delay) : null;
	}

	/** The firing of a schedule by hand, which leaves its times as they are. */
	ScheduleFiring trigger(StoredSchedule schedule, ScheduleRules rules, Instant now) {
		Overlap overlap = (rules.overlap() == Overlap.ALLOW) ? Overlap.ALLOW : Overlap.SKIP;
		return new ScheduleFiring(schedule, schedule.due(), overlap, null, jobs(schedule, rules, List.of(now)));
	}

	private List<ScheduleFiring.Tick> jobs(StoredSchedule schedule, ScheduleRules rules, List<Instant> ticks) {
		List<ScheduleFiring.Tick> jobs = new ArrayList<>(ticks.size());
		Instant previous = schedule.lastTick();
		for (Instant tick : ticks) {
			jobs.add(new ScheduleFiring.Tick(tick, job(rules, tick, previous)));
			// Otherwise only the first of several is fired.
			previous = (rules.overlap() == Overlap.ALLOW) ? tick : previous;
		}
		return jobs;
	}

	private NewJob job(ScheduleRules rules, Instant tick, @Nullable Instant previous) {
		Map<String, String> headers = new LinkedHashMap<>(rules.details().headers());
		headers.put(JobSchedule.HEADER, rules.name());
		headers.put(JobSchedule.TICK_HEADER, tick.toString());
		if (previous != null) {
			headers.put(JobSchedule.PREVIOUS_TICK_HEADER, previous.toString());
		}
		return new NewJob(this.ids.next(rules.queue()), rules.queue(), rules.details().withHeaders(headers), null, null,
				rules.traits());
	}

}
