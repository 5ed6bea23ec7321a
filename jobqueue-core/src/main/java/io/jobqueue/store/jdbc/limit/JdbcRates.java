package io.jobqueue.store.jdbc.limit;

import java.time.Duration;
import java.util.List;

import io.jobqueue.RateLimitResult;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.limit.RateStore;
import io.jobqueue.store.limit.RateWindow;

/** The permits of rate limiters, a row for each key that has some. */
public record JdbcRates(Database database) implements RateStore {

	private static final int MOST_OVER = 200;

	private static final String LOCK = "select granted from {p}permit{by:primary} where rate_key = :key for update";

	private static final String SAVE = """
			update {p}permit set granted = :granted, until_at = :until where rate_key = :key
			""";

	private static final String OVER = """
			select rate_key from {p}permit where until_at <= :now order by until_at limit :limit
			""";

	private static final String LOCK_OVER = """
			select rate_key from {p}permit{by:primary} where rate_key {in:ids} and until_at <= :now
			order by rate_key for update skip locked
			""";

	private static final String DELETE = "delete from {p}permit where rate_key = ?";

	@Override
	public RateLimitResult acquire(String key, int limit, Duration per, int permits) {
		String rateKey = LimitKey.of(key);
		return this.database.own("acquire permits of a rate", () -> {
			long first = this.database.begin().after(per);
			RateWindow window = RateWindow.read(lock(rateKey, first));
			// Read while the row is locked, so that the times of permits ascend.
			StepClock now = this.database.now();
			RateLimitResult result = window.acquire(limit, per, permits, now.millis());
			this.database.sql(SAVE)
				.param("granted", window.write())
				.param("until", now.after(per.multipliedBy(2)))
				.param("key", rateKey)
				.update();
			return result;
		});
	}

	private String lock(String key, long until) {
		while (true) {
			List<String> rows = this.database.sql(LOCK).param("key", key).query(String.class).list();
			if (!rows.isEmpty()) {
				return rows.get(0);
			}
			Object[] row = { key, "", until };
			this.database.dialect()
				.insertNew(this.database.jdbc(), this.database.rows(Table.PERMIT, List.<Object[]>of(row)));
		}
	}

	/**
	 * Delete some of the keys that have no permits any more, in the present transaction.
	 * @return whether there may be more that no other session keeps locked
	 */
	public boolean tidy(StepClock now) {
		List<String> over = this.database.sql(OVER)
			.param("now", now.millis())
			.param("limit", MOST_OVER)
			.query(String.class)
			.list();
		if (over.isEmpty()) {
			return false;
		}
		List<Object[]> locked = this.database.sql(LOCK_OVER)
			.param("ids", this.database.dialect().ids(over))
			.param("now", now.millis())
			.query((row, number) -> new Object[] { row.getString("rate_key") })
			.list();
		this.database.jdbc().batchUpdate(this.database.expand(DELETE), locked);
		return !locked.isEmpty() && over.size() == MOST_OVER;
	}

}
