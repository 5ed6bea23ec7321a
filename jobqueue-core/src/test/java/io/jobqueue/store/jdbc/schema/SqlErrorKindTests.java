package io.jobqueue.store.jdbc.schema;

import java.sql.SQLException;

import io.jobqueue.JobQueueException;
import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.store.error.StoreRefusedException;
import io.jobqueue.store.error.StoreUnavailableException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.UncategorizedSQLException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What PostgreSQL says at its limits, which no test can reach in a server of its own.
 */
class SqlErrorKindTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			53000 | insufficient resources                                               | PASSING
			53100 | could not extend file "base/5/16384": No space left on device        | FULL
			53200 | out of memory                                                        | PASSING
			53200 | out of shared memory                                                 | PASSING
			53300 | sorry, too many clients already                                      | PASSING
			53400 | temporary file size exceeds temp_file_limit                          | PASSING
			57P01 | terminating connection due to administrator command                  | PASSING
			57P02 | terminating connection because of crash of another server process    | PASSING
			57P03 | the database system is starting up                                   | PASSING
			58030 | could not write to file "pg_wal/xlogtemp.1": No space left on device | PASSING
			55P03 | canceling statement due to lock timeout                              | LOCKED
			40P01 | deadlock detected                                                    | CONFLICT
			22023 | Unable to bind parameter values for statement.                       | REFUSED
			54000 | out of memory: Cannot enlarge string buffer                          | REFUSED
			XX000 | ERROR: invalid memory alloc request size 1073741824                  | REFUSED
			XX000 | ERROR: cache lookup failed                                           | UNKNOWN
			""")
	void kindsAndExceptions(String state, String message, SqlErrorKind kind) {
		SQLException error = new SQLException(message, state);
		assertThat(SqlErrorKind.of(error)).isEqualTo(kind);
		RuntimeException thrown = SqlErrors.translate("insert jobs",
				new UncategorizedSQLException("insert", "insert into t", error), null, SqlErrors.Effect.NONE);
		assertThat(thrown).isExactlyInstanceOf(switch (kind) {
			case FULL -> StoreFullException.class;
			case REFUSED -> StoreRefusedException.class;
			case UNKNOWN -> JobQueueException.class;
			default -> StoreUnavailableException.class;
		});
		assertThat(thrown instanceof StoreUnavailableException).as("is no fault of a job")
			.isEqualTo(kind != SqlErrorKind.REFUSED && kind != SqlErrorKind.UNKNOWN);
	}

	@Test
	void aCheckConstraintOfMySqlRefusesTheData() {
		assertThat(SqlErrorKind.of(new SQLException("Check constraint 'c' is violated.", "HY000", 3819)))
			.isEqualTo(SqlErrorKind.REFUSED);
	}

}
