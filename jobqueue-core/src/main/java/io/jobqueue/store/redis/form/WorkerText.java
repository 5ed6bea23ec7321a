package io.jobqueue.store.redis.form;

import java.time.Instant;
import java.util.List;

import io.jobqueue.WorkerInfo;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.form.StoredText;

/**
 * Who a worker is, as text.
 */
public final class WorkerText {

	private static final int HOST = 250;

	private WorkerText() {
	}

	public static String encode(WorkerIdentity worker, int concurrency) {
		return RedisText.stored(worker.host(), HOST) + RedisText.UNIT + worker.pid() + RedisText.UNIT
				+ worker.startedAt().toEpochMilli() + RedisText.UNIT + concurrency;
	}

	public static int concurrency(String text) {
		return Integer.parseInt(parts(text)[3]);
	}

	public static WorkerInfo decode(String id, String text, List<WorkerInfo.Container> containers) {
		String[] parts = parts(text);
		return new WorkerInfo(id, StoredText.read(parts[0]), Long.parseLong(parts[1]),
				Instant.ofEpochMilli(Long.parseLong(parts[2])), containers);
	}

	private static String[] parts(String text) {
		return text.split(String.valueOf(RedisText.UNIT), -1);
	}

}
