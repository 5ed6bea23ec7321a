package io.jobqueue.store.redis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.jobqueue.AuditEntry;
import io.jobqueue.store.audit.AuditAct;
import io.jobqueue.store.audit.AuditPosition;
import io.jobqueue.store.audit.AuditRetention;
import io.jobqueue.store.audit.AuditStore;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.redis.access.QueueKeys;
import io.jobqueue.store.redis.access.RedisAccess;
import io.jobqueue.store.redis.access.Script;
import io.jobqueue.store.redis.form.RedisText;

import org.jspecify.annotations.Nullable;

/**
 * The audit: one stream of the namespace. Redis gives each entry its time and number. It
 * is read by a script, as a replica may not know the newest entries.
 */
record RedisAudit(RedisAccess redis) implements AuditStore {

	private static final int WIDTH = 5;

	/** Names the script calls of the audit; no key of this queue is used. */
	private static final String AUDIT = "audit";

	@Override
	public void append(AuditAct act, AuditRetention retention) {
		this.redis.count(Script.APPEND_ACT, names(), List.of(this.redis.shared().audit()),
				List.of(retention.count(), retention.age().toMillis(), act.token(), StoredText.of(act.user()),
						StoredText.of(act.action()), StoredText.of(act.target()), act.count()));
	}

	@Override
	public List<AuditEntry> page(@Nullable AuditPosition before, int limit) {
		List<Object> answer = this.redis.answer((size) -> size % WIDTH == 0, Script.READ_ACTS, names(),
				List.of(this.redis.shared().audit()), List.of((before != null) ? "(" + before : "+", limit));
		List<AuditEntry> entries = new ArrayList<>();
		for (int i = 0; i < answer.size(); i += WIDTH) {
			String id = RedisText.string(answer.get(i));
			entries
				.add(new AuditEntry(id, Instant.ofEpochMilli(AuditPosition.parse(id).time()), text(answer.get(i + 1)),
						text(answer.get(i + 2)), text(answer.get(i + 3)), RedisText.number(answer.get(i + 4))));
		}
		return entries;
	}

	@Override
	public int prune(AuditRetention retention, int limit) {
		return this.redis.count(Script.PRUNE_ACTS, names(), List.of(this.redis.shared().audit()),
				List.of(retention.count(), retention.age().toMillis(), limit));
	}

	private QueueKeys names() {
		return this.redis.keys(AUDIT);
	}

	private static String text(Object stored) {
		return StoredText.read(RedisText.string(stored));
	}

}
