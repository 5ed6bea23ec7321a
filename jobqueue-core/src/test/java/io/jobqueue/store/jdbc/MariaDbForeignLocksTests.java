package io.jobqueue.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.testsupport.TestMariaDb;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class MariaDbForeignLocksTests extends ForeignLocks {

	@Override
	HikariDataSource open() {
		return TestMariaDb.pool(5);
	}

	/** InnoDB locks the place after the last row too, where new ones would come. */
	@Test
	void aDispatchSaysWhatIsLocked() {
		insert("a");
		whileLocked("count", () -> assertLocked("count", () -> insert("b")));
		whileLocked("job", () -> assertLocked("job", () -> insert("c")));
		insert("d");
	}

}
