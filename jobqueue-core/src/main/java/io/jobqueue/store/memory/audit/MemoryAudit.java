package io.jobqueue.store.memory.audit;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

import io.jobqueue.AuditEntry;
import io.jobqueue.store.audit.AuditAct;
import io.jobqueue.store.audit.AuditPosition;
import io.jobqueue.store.audit.AuditRetention;
import io.jobqueue.store.audit.AuditStore;

import org.jspecify.annotations.Nullable;

/** The audit, by the number of the entry. */
public final class MemoryAudit implements AuditStore {

	private static final int PRUNED = 200;

	private final InstantSource clock;

	private final NavigableMap<Long, Kept> kept = new TreeMap<>();

	private final Set<String> tokens = new HashSet<>();

	private long number;

	public MemoryAudit(InstantSource clock) {
		this.clock = clock;
	}

	@Override
	public synchronized void append(AuditAct act, AuditRetention retention) {
		if (this.tokens.add(act.token())) {
			this.number++;
			Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
			String id = new AuditPosition(now.toEpochMilli(), this.number).toString();
			this.kept.put(this.number, new Kept(act.token(),
					new AuditEntry(id, now, act.user(), act.action(), act.target(), act.count())));
		}
		prune(retention, PRUNED);
	}

	@Override
	public synchronized List<AuditEntry> page(@Nullable AuditPosition before, int limit) {
		NavigableMap<Long, Kept> older = (before != null) ? this.kept.headMap(before.number(), false) : this.kept;
		return older.descendingMap().values().stream().limit(limit).map(Kept::entry).toList();
	}

	@Override
	public synchronized int prune(AuditRetention retention, int limit) {
		Instant oldest = this.clock.instant().minus(retention.age());
		int deleted = 0;
		while (deleted < limit && !this.kept.isEmpty() && (this.kept.size() > retention.count()
				|| this.kept.firstEntry().getValue().entry().at().isBefore(oldest))) {
			this.tokens.remove(this.kept.pollFirstEntry().getValue().token());
			deleted++;
		}
		return deleted;
	}

	private record Kept(String token, AuditEntry entry) {
	}

}
