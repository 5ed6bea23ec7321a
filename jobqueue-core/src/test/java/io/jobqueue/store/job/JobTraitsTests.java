package io.jobqueue.store.job;

import java.util.List;
import java.util.Set;

import io.jobqueue.UniqueKey;
import io.jobqueue.store.form.StoredFields;
import io.jobqueue.testsupport.FormatFiles;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JobTraitsTests {

	private static final List<String> TAGS = List.of("billing", "customer=acme");

	@Test
	void traitsHaveTheFormOfTheFilesAndAreRead() {
		JobTraits tagged = JobTraits.NONE.withTags(TAGS);
		JobTraits all = new JobTraits(UniqueTrait.of(UniqueKey.of("k"), "send", "k"), List.of("task:send", "tenant=a"),
				TAGS, null, StoredFields.read("\u001fzz=new"));
		assertThat(tagged.write()).isEqualTo(FormatFiles.read(JobTraitsTests.class, "traits-tags"));
		assertThat(all.write()).isEqualTo(FormatFiles.read(JobTraitsTests.class, "traits"));
		assertThat(JobTraits.read(tagged.write())).isEqualTo(tagged);
		assertThat(JobTraits.read(all.write())).isEqualTo(all);
	}

	/** A release reads the fields that it knows, and keeps all others. */
	@Test
	void releaseThatDoesNotKnowTagsKeepsThem() {
		StoredFields stored = StoredFields.read(JobTraits.NONE.withTags(TAGS).write());
		JobTraits former = new JobTraits(null, List.of(), List.of(), null, stored.without(Set.of("u", "l")));
		assertThat(JobTraits.read(former.withLimits(List.of("task:send")).write()).tags()).isEqualTo(TAGS);
	}

	@Test
	void plainJobHasNoText() {
		assertThat(JobTraits.NONE.withTags(List.of()).write()).isEmpty();
		assertThat(JobTraits.NONE.withTags(List.of()).isEmpty()).isTrue();
	}

}
