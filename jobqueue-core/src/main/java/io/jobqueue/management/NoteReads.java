package io.jobqueue.management;

import java.util.ArrayList;
import java.util.List;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobInfo;
import io.jobqueue.JobLogLine;
import io.jobqueue.JobStepInfo;
import io.jobqueue.serialization.PayloadMask;
import io.jobqueue.store.notes.JobNotes;
import io.jobqueue.store.notes.LogPart;
import io.jobqueue.store.notes.StoredLog;
import io.jobqueue.store.notes.StoredStep;

/** Reads the steps and the logs of jobs. */
final class NoteReads {

	/** The lower half of the number of a line: its position in its attempt. */
	private static final long POSITION = 0xffff_ffffL;

	private NoteReads() {
	}

	static void requireNumber(long from) {
		if (from < 0) {
			throw new InvalidJobException("The number of a line must not be negative, but was " + from);
		}
	}

	static List<JobLogLine> log(JobNotes notes, JobInfo job, long from) {
		StoredLog log = notes.log(job.queue(), job.id(), from);
		List<JobLogLine> lines = new ArrayList<>();
		for (LogPart part : log.parts()) {
			long number = part.number();
			if (number == log.oldest() && (number & POSITION) > 0 && from < number) {
				lines.add(new JobLogLine(number - 1, part.read().get(0).at(), JobLogLine.EARLIER_DELETED));
			}
			for (LogPart.Line line : part.read()) {
				if (number >= from) {
					lines.add(new JobLogLine(number, line.at(), line.text()));
				}
				number++;
			}
		}
		return lines;
	}

	/**
	 * Read the finished steps of a job.
	 * @param mask masks their results
	 */
	static List<JobStepInfo> steps(JobNotes notes, JobInfo job, PayloadMask mask) {
		return notes.steps(job.queue(), job.id()).stream().map((step) -> masked(step, job.task(), mask)).toList();
	}

	private static JobStepInfo masked(StoredStep step, String task, PayloadMask mask) {
		return new JobStepInfo(step.number(), step.name(), mask.step(task, step.result()));
	}

}
