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

	private static final String LOCK = "select granted from {p}permit{by:primary} where rate_key = :key for update";

	private static final String SAVE = """
			update {p}permit set granted = :granted, until_at = :until where rate_key = :key
			""";

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

}
