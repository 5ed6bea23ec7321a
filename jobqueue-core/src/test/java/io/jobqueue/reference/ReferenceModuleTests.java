package io.jobqueue.reference;

import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobReference;
import io.jobqueue.JobReference.WhenGone;
import io.jobqueue.JobReferenceResolver;
import io.jobqueue.PayloadException;
import io.jobqueue.ReferenceGoneException;
import io.jobqueue.TypeReference;
import io.jobqueue.serialization.JacksonJobSerializer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReferenceModuleTests {

	private static final UUID ID = UUID.fromString("00000000-0000-0000-0000-00000000002a");

	private static final Type CUSTOMER = new TypeReference<JobReference<Customer>>() {
	}.type();

	private final Map<UUID, Object> rows = new HashMap<>(Map.of(ID, new Customer(ID)));

	private final JacksonJobSerializer serializer = serializer(List.of(new Customers()));

	private static JacksonJobSerializer serializer(List<JobReferenceResolver> resolvers) {
		return new JacksonJobSerializer((builder) -> builder.addModule(new ReferenceModule(() -> resolvers)));
	}

	private static String json(String whenGone) {
		return "{\"entity\":\"Customer\",\"id\":\"%s\"%s}".formatted(ID, whenGone);
	}

	@SuppressWarnings("unchecked")
	private JobReference<Customer> read(String json) {
		return (JobReference<Customer>) this.serializer.read(json, CUSTOMER);
	}

	@Test
	void entityTravelsAsNameAndId() {
		JobReference<Customer> reference = JobReference.to(new Customer(ID));
		assertThat(this.serializer.write(reference, CUSTOMER)).isEqualTo(json(""));
		assertThat(this.serializer.write(reference.whenGone(WhenGone.SKIP))).isEqualTo(json(",\"whenGone\":\"skip\""));
		assertThat(read(json("")).get().id()).isEqualTo(ID);
	}

	@Test
	void propertiesAndListsAreReferencesToo() {
		Order order = new Order(JobReference.to(new Customer(ID)), List.of(JobReference.to(new Customer(ID))));
		Order read = (Order) this.serializer.read(this.serializer.write(order), Order.class);
		assertThat(read.customer().find()).isPresent();
		assertThat(read.others()).singleElement().satisfies((other) -> assertThat(other.get().id()).isEqualTo(ID));
		assertThat(this.serializer.write(read)).isEqualTo(this.serializer.write(order));
	}

	@Test
	void rowIsLoadedWhenItIsAskedFor() {
		JobReference<Customer> reference = read(json(",\"whenGone\":\"abort\""));
		this.rows.clear();
		assertThat(reference.find()).isEmpty();
		assertThatExceptionOfType(ReferenceGoneException.class).isThrownBy(reference::get)
			.withMessageContainingAll("'Customer'", ID.toString())
			.returns(WhenGone.ABORT, ReferenceGoneException::whenGone);
	}

	@Test
	void payloadCannotNameAnotherTypeThanTheDeclaredOne() {
		this.rows.put(ID, "a row of another entity");
		assertThatExceptionOfType(PayloadException.class).isThrownBy(read(json(""))::get)
			.withMessageContainingAll("'Customer'", Customer.class.getName());
	}

	@Test
	void entityThatCannotBeReferredToIsRefused() {
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> this.serializer.write(JobReference.to("text")))
			.withMessageContainingAll("'java.lang.String'", "JobReferenceResolver");
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> this.serializer.write(new Order(JobReference.to(new Customer(null)), List.of())))
			.withMessageContainingAll("no id yet", "'customer'");
	}

	@Test
	void nameThatOnlyAnotherApplicationKnowsIsCarried() {
		JacksonJobSerializer other = serializer(List.of());
		JobReference<?> reference = (JobReference<?>) other.read(json(""), CUSTOMER);
		assertThat(other.write(reference)).isEqualTo(json(""));
		assertThatExceptionOfType(PayloadException.class).isThrownBy(reference::get)
			.withMessageContainingAll("'Customer'", "JobReferenceResolver");
	}

	@Test
	void textThatIsNoReferenceIsRefused() {
		for (String json : List.of("{}", "\"x\"", "{\"entity\":\"Customer\"}", "{\"entity\":\"Customer\",\"id\":null}",
				json(",\"whenGone\":\"x\""), "{\"entity\":\"Customer\",\"id\":\"no UUID\"}")) {
			assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> read(json));
		}
	}

	record Customer(@Nullable UUID id) {
	}

	record Order(JobReference<Customer> customer, List<JobReference<Customer>> others) {
	}

	/** The rows of this test. */
	private final class Customers implements JobReferenceResolver {

		@Override
		public @Nullable Key keyOf(Object entity) {
			if (!(entity instanceof Customer customer)) {
				return null;
			}
			if (customer.id() == null) {
				throw new InvalidJobException("no id yet");
			}
			return new Key("Customer", customer.id());
		}

		@Override
		public @Nullable Type idType(String name) {
			return name.equals("Customer") ? UUID.class : null;
		}

		@Override
		public @Nullable Object load(String name, Object id) {
			return ReferenceModuleTests.this.rows.get(id);
		}

	}

}
