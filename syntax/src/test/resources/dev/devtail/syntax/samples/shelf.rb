# frozen_string_literal: true

require 'set'
require_relative "items/item"

# The shop.
module Shop
  # Capacity of a shelf.
  CAPACITY = 40
  NAMES = %w[
    oak
    beech
  ].freeze

  # Holds items. They are sorted.
  class Shelf < Furniture::Base
    include Comparable

    attr_reader :name, :items

    def initialize(name)
      super(name)
      @items = []
    end

    class << self
      def create(*args)
        new(*args)
      end
    end

    def self.empty = new("größer 🛒")

    # Counts them,
    # one by one.
    def count(wanted, twice: false)
      sum = 0
      items.each do |item|
        sum += twice ? 2 : 1 if wanted.call(item) && twice || item.price > Limits::MAX
      end
      case sum
      when 0 then CAPACITY
      else
        until sum.zero?
          sum -= 1
        end
      end
      sum unless sum.nil?
    rescue ArithmeticError => e
      raise ShelfError, e.message
    end

    def <=>(other)
      name <=> other.name
    end

    def empty?
      items.empty?
    end

    private

    def helper; end
  end
end

def outer
  Shop::Shelf.create
end

RSpec.describe Shop::Shelf do
  context 'when new' do
    it 'holds nothing' do
      expect(described_class.empty.count).to eq(0)
    end
  end
end

class ShelfTest < Minitest::Test
  def test_empty
    assert_equal 0, outer.count
  end
end
