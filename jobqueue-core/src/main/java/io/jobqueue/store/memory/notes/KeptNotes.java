package io.jobqueue.store.memory.notes;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.jobqueue.store.notes.LogBounds;
import io.jobqueue.store.notes.LogPart;
import io.jobqueue.store.notes.LogTail;
import io.jobqueue.store.notes.StoredLog;
import io.jobqueue.store.notes.StoredStep;

/** The notes of one job. They are used under the lock of the store only. */
public final class KeptNotes {

	private final NavigableMap<Integer, StoredStep> steps = new TreeMap<>();

	private final NavigableMap<Long, LogPart> log = new TreeMap<>();

	public void keep(StoredStep step) {
		this.steps.put(step.number(), step);
	}

	public List<StoredStep> steps() {
		return List.copyOf(this.steps.values());
	}

	public void deleteSteps() {
		this.steps.clear();
	}

	public void append(List<LogPart> parts, LogBounds bounds) {
		List<LogTail.Kept> kept = new ArrayList<>();
		this.log.values().forEach((part) -> kept.add(new LogTail.Kept(part.number(), part.lines(), part.size())));
		LogTail tail = LogTail.of(kept, parts, bounds);
		LogTail.Extension extension = tail.extension();
		if (extension != null) {
			this.log.computeIfPresent(extension.part().number(),
					(number, part) -> new LogPart(number, extension.part().lines(), part.text() + extension.text()));
		}
		tail.added().forEach((part) -> this.log.put(part.number(), part));
		this.log.headMap(tail.oldest()).clear();
	}

	public StoredLog log(long from) {
		return this.log.isEmpty() ? StoredLog.EMPTY : new StoredLog(this.log.firstKey(),
				this.log.values().stream().filter((part) -> part.end() > from).toList());
	}

}
