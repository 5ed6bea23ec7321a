package io.jobqueue.store.notes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What an append does to the log of a job, for stores that decide it in Java. Not for use
 * by several threads.
 */
public final class LogTail {

	private final Deque<Kept> kept = new ArrayDeque<>();

	private final List<LogPart> added = new ArrayList<>();

	private @Nullable Extension extension;

	private LogTail(List<Kept> kept) {
		this.kept.addAll(kept);
	}

	/**
	 * Append parts.
	 * @param kept the parts that are there, in the order of their numbers
	 * @param parts the parts to append, in the order of their numbers
	 */
	public static LogTail of(List<Kept> kept, List<LogPart> parts, LogBounds bounds) {
		LogTail tail = new LogTail(kept);
		parts.forEach(tail::append);
		tail.trim(bounds);
		return tail;
	}

	private void append(LogPart part) {
		Kept last = this.kept.peekLast();
		if (last != null && part.number() < last.end()) {
			return;
		}
		Kept extended = (last != null && this.added.isEmpty() && this.extension == null) ? last.extended(part) : null;
		if (extended != null) {
			this.kept.removeLast();
			this.kept.addLast(extended);
			this.extension = new Extension(extended, part.continuation());
		}
		else {
			this.kept.addLast(new Kept(part.number(), part.lines(), part.size()));
			this.added.add(part);
		}
	}

	private void trim(LogBounds bounds) {
		long lines = this.kept.stream().mapToLong(Kept::lines).sum();
		long bytes = this.kept.stream().mapToLong(Kept::bytes).sum();
		while (this.kept.size() > 1 && (lines > bounds.lines() || bytes > bounds.bytes())) {
			Kept oldest = this.kept.removeFirst();
			lines -= oldest.lines();
			bytes -= oldest.bytes();
			this.added.removeIf((part) -> part.number() == oldest.number());
			if (this.extension != null && this.extension.part.equals(oldest)) {
				this.extension = null;
			}
		}
	}

	/** What is added to a part that is there, {@code null} for nothing. */
	public @Nullable Extension extension() {
		return this.extension;
	}

	/** The parts to write. */
	public List<LogPart> added() {
		return List.copyOf(this.added);
	}

	/** The number of the oldest part that is kept: those before it are deleted. */
	public long oldest() {
		return this.kept.isEmpty() ? 0 : this.kept.getFirst().number();
	}

	/**
	 * A part that is kept.
	 *
	 * @param number the number of its first line
	 * @param lines the number of its lines
	 * @param bytes its size in bytes
	 */
	public record Kept(long number, int lines, int bytes) {

		long end() {
			return this.number + this.lines;
		}

		/** {@code null} if the part does not follow it, or there is no room. */
		@Nullable Kept extended(LogPart part) {
			int size = this.bytes + 1 + part.size();
			return (part.number() == end() && size <= LogPart.FULL)
					? new Kept(this.number, this.lines + part.lines(), size) : null;
		}

	}

	/**
	 * An addition to the last part.
	 *
	 * @param part the part with its lines and size from now on
	 * @param text what is added to its text
	 */
	public record Extension(Kept part, String text) {
	}

}
